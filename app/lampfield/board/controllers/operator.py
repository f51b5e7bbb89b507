"""The controllers of an operator. A wallboard has none of them."""

from collections.abc import Callable, Collection, Iterator
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, NamedTuple

from textual.widget import Widget

from lampfield.board.commands import Command, Commands
from lampfield.board.context import BoardContext
from lampfield.board.controllers.announce import AnnounceController
from lampfield.board.controllers.card import CardController
from lampfield.board.controllers.chat import ChatController
from lampfield.board.controllers.chat_texts import ChatTextController
from lampfield.board.controllers.contacts import ContactController
from lampfield.board.controllers.favourites import FavouritesController
from lampfield.board.controllers.notifications import NotificationController
from lampfield.board.controllers.phone import PhoneController
from lampfield.board.controllers.presence import PresenceController
from lampfield.board.controllers.primary import PrimaryController
from lampfield.board.controllers.search import SearchController
from lampfield.board.widgets.card.pane import CardPane
from lampfield.board.widgets.chat.pane import ChatPane
from lampfield.board.widgets.find_line import FindInput
from lampfield.board.widgets.grid.grid import ContactGrid
from lampfield.board.widgets.header import HeaderFacts
from lampfield.client.pbx import PBX
from lampfield.client.replica import Batch
from lampfield.model.identity import ContactId

if TYPE_CHECKING:
    from lampfield.frontend.announcing.announcer import Announcer


class Panes(NamedTuple):
    """The regions of the board that an operator works in."""

    grid: ContactGrid
    find: FindInput
    card: CardPane
    chat: ChatPane
    side: Widget
    """Holds card and chat."""


class Operator:
    """Creates the operator's controllers, and passes changes on to them.

    Args:
        context: What all controllers share.
        panes: The regions that they show things in.
        search: Finds contacts.
        commands: Returns the board's commands.
        announcer: Writes announcements; None: no announcements.
    """

    def __init__(
        self,
        context: BoardContext,
        panes: Panes,
        search: SearchController,
        commands: Callable[[], Commands],
        announcer: "Announcer | None",
    ) -> None:
        grid, find, card, chat, side = panes
        self._context = context
        self.phone = PhoneController(context, lambda: search.directory.number)
        self.chat = ChatController(context, chat, grid, search.show_contact, search.note_unread)
        self.texts = ChatTextController(context, chat)
        self.favourites = FavouritesController(context, grid, search)
        self.card = CardController(context, card, side, grid, self.chat.drafts)
        self.contacts = ContactController(context, self.card, search.directory, search.show_contact)
        self.presence = PresenceController(context)
        self.notifications = NotificationController(context, grid, chat)
        self.announce = AnnounceController(context, announcer)
        self.primary = PrimaryController(
            context, grid, find, search, commands, self.phone.dial_typed, self.chat.unread
        )

    def commands(self) -> Iterator[Command]:
        """Yield the commands of all these controllers."""
        for controller in (
            self.primary,
            self.phone,
            self.chat,
            self.texts,
            self.favourites,
            self.card,
            self.contacts,
            self.presence,
            self.notifications,
            self.announce,
        ):
            yield from controller.commands()

    def recall(self, kept_for: str) -> None:
        """Restore what was kept from the last run.

        Args:
            kept_for: The key for account and hub, the same in each run.
        """
        self.favourites.recall(kept_for)
        self.chat.recall_drafts(kept_for)

    def note_calls(self, batch: Batch) -> None:
        """Record the calls that ended, and say why one failed."""
        self.card.note_calls(batch)
        for call in batch.ended.values():
            self.phone.say_why_ended(call)

    def show_chats(self) -> None:
        """Update the chats, and send waiting messages."""
        self.chat.show()
        self.chat.sender.send_due()

    def tick(self, asking: AbstractSet[ContactId]) -> None:
        """Do periodic work: delayed notifications, waiting messages, drafts.

        Args:
            asking: Contacts with an open request.
        """
        self.notifications.notify_late(asking)
        self.chat.sender.send_due()
        self.chat.keep_drafts()

    def header_facts(self, pbx: PBX, asking: Collection[ContactId], now: float) -> HeaderFacts:
        """Return what the header shows.

        Args:
            pbx: The client.
            asking: Contacts with an open request.
            now: Epoch seconds.
        """
        return HeaderFacts(
            pbx.me,
            pbx.links,
            len(asking),
            sum(self.chat.unread().values()),
            now,
            self.notifications.silence,
            len(self.chat.late()),
            by_second=self._context.window.by_second,
        )
