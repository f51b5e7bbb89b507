"""Announcements: events and the state of one contact, for operators who do not watch the screen."""

from typing import TYPE_CHECKING

from lampfield.board.commands import Command, command
from lampfield.board.context import BoardContext
from lampfield.board.kit.outcome import Kind
from lampfield.client.pbx import PBX
from lampfield.frontend.people import unread_of
from lampfield.frontend.wording import state_line

if TYPE_CHECKING:
    from lampfield.frontend.announcing.announcer import Announcer


class AnnounceController:
    """Announces events, and the state of a contact.

    Args:
        context: What all controllers share.
        announcer: Writes announcements; None: no announcements.
    """

    def __init__(self, context: BoardContext, announcer: "Announcer | None") -> None:
        self._context = context
        self.announcer = announcer

    def commands(self) -> tuple[Command, ...]:
        """Return the command that announces a contact's state."""
        return (command("say", self.say, self._context.if_contact()),)

    def follow(self, pbx: PBX) -> None:
        """Announce events from now on, if there is an announcer."""
        if self.announcer is not None:
            self.announcer.follow(pbx)

    def say(self) -> None:
        """Report the state of the contact under the cursor, in the announcements and on the screen."""
        contact = self._context.contact
        if contact is None:
            self._context.hint("There is no contact under the cursor.")
            return
        rooms = contact.pbx.rooms.values_by_key.values()
        unread = unread_of(contact.cid, rooms)
        line = state_line(contact.value, self._context.stale, unread)
        if self.announcer is not None:
            self.announcer.say(line)
        self._context.say(Kind.DONE, line)
