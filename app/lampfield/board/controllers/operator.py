"""The operator: the controllers with which one acts. A wallboard has none of them."""

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
    """The regions of the board in which an operator acts."""

    grid: ContactGrid
    find: FindInput
    card: CardPane
    chat: ChatPane
    side: Widget
    """Holds card and chat."""


class Operator:
    """Makes the controllers with which one acts, and passes on to them what changed.

    Args:
        context: What all controllers share.
        panes: Where they show it.
        search: Finds contacts.
        commands: Returns the board's commands.
        announcer: Writes announcements; None: nobody wants them.
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
        """Yield the commands with which one acts."""
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
        """Begin with what was kept the last time.

        Args:
            kept_for: Account and hub, in the same words each time.
        """
        self.favourites.recall(kept_for)
        self.chat.recall_drafts(kept_for)

    def note_calls(self, batch: Batch) -> None:
        """Take which calls ended."""
        self.card.note_calls(batch)
        for call in batch.ended.values():
            self.phone.say_why_ended(call)

    def show_chats(self) -> None:
        """Show the chats as they are now, and send what waits."""
        self.chat.show()
        self.chat.sender.send_due()

    def tick(self, asking: AbstractSet[ContactId]) -> None:
        """Do what has waited for its time.

        Args:
            asking: Who asks for a relationship.
        """
        self.notifications.tell_late(asking)
        self.chat.sender.send_due()
        self.chat.keep_drafts()

    def header_facts(self, pbx: PBX, asking: Collection[ContactId], now: float) -> HeaderFacts:
        """Return what the header says.

        Args:
            pbx: What is known.
            asking: Who asks for a relationship.
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
