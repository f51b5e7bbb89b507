"""What all actions stand on: the PBX, the contact under the cursor, and outcomes."""

from collections.abc import Awaitable
from typing import Any, TypeVar

from textual.screen import ModalScreen, Screen

from lampfield.board.actions.outcome import Kind, Outcome
from lampfield.feed.contact import Contact
from lampfield.feed.errors import LampfieldError
from lampfield.feed.pbx import PBX
from lampfield.model.identity import ContactId
from lampfield.model.text import plain

T = TypeVar("T")


class ActingScreen(Screen[None]):
    """A screen whose actions go to a PBX."""

    pbx: PBX | None = None
    """None until the feed's client is there."""

    @property
    def cursor(self) -> ContactId | None:
        """The contact under the cursor."""
        raise NotImplementedError

    def show_contact(self, cid: ContactId) -> None:
        """Put the cursor on a contact, whatever is shown."""
        raise NotImplementedError

    def dial_typed(self, number: str) -> None:
        """Dial a number on the first device."""
        raise NotImplementedError

    def close_chat(self) -> None:
        """Close the chat pane; the chat itself stays."""
        raise NotImplementedError

    @property
    def sought_number(self) -> str:
        """The number that is looked for and that nobody has; empty when there is none."""
        raise NotImplementedError

    @property
    def contact(self) -> Contact | None:
        """The contact under the cursor, as one can act on it."""
        cid = self.cursor
        return self.pbx.contacts.get(cid) if self.pbx is not None and cid is not None else None

    def say(self, kind: Kind, sentence: str) -> None:
        """Tell an outcome."""
        self.post_message(Outcome(kind, sentence))

    def hint(self, sentence: str) -> None:
        """Say why a key does nothing now."""
        self.say(Kind.FAILED, sentence)

    def act(self, doing: Awaitable[Any], underway: str, done: str) -> None:
        """Do something in the background; it ends in a word.

        Args:
            doing: What is asked of the hub.
            underway: What is said meanwhile.
            done: What is said when it is done; empty: nothing, for what follows is seen.
        """
        self.run_worker(
            self._outcome(doing, underway, done),
            group="actions",
            description=underway,
            exit_on_error=False,
        )

    def ask(self, dialog: ModalScreen[T], then: "Any") -> None:
        """Open a dialog. ``then`` gets its answer, unless it was given up."""
        self.app.push_screen(dialog, lambda answer: None if answer is None else then(answer))

    async def _outcome(self, doing: Awaitable[Any], underway: str, done: str) -> None:
        self.say(Kind.UNDERWAY, underway)
        try:
            await doing
        except (LampfieldError, ValueError) as error:
            self.say(Kind.FAILED, str(error))
        else:
            self.say(Kind.DONE, done)


def name_of(contact: Contact) -> str:
    """Return how a contact is called in a sentence."""
    return plain(contact.name or contact.uname or contact.number, 40)
