"""The box at the foot of a card: tags or a note, written where they are read."""

from collections.abc import Collection
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.suggester import Suggester
from textual.widgets import Static

from lampfield.board.kit.hint import Hint
from lampfield.board.kit.text_box import TextBox
from lampfield.model.text import plain


class CardInput(TextBox):
    """The line to write. The keys that end it, or complete it, do so at once."""

    LEAVING: ClassVar[dict[str, str]] = {
        "enter": "save-card",
        "escape": "leave-card",
    }
    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", show=False)]

    PLACE = "on the card"
    OWN_KEYS = (("⏎", "Save it"), ("Tab", "Complete the tag"), ("Esc", "Leave it as it was"))

    known: Collection[str] = ()
    """What is offered as completion."""

    def action_complete(self) -> None:
        """Take the completion."""
        self.value = completed(self.value, self.known) or self.value
        self.action_end()


class TagSuggester(Suggester):
    """Completes the tag that is being written.

    Args:
        known: All tags of all contacts, in the order in which they are offered.
    """

    def __init__(self, known: Collection[str]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._known = known

    async def get_suggestion(self, value: str) -> str | None:
        """Return the line with its last tag completed."""
        return completed(value, self._known)


def completed(line: str, known: Collection[str]) -> str | None:
    """Return a line of tags with the last one completed, as it is written elsewhere; None where nothing fits.

    Args:
        line: Tags, separated by commas.
        known: In the order in which they are offered.
    """
    before, _, last = line.rpartition(",")
    typed = last.lstrip()
    begun = typed.casefold()
    there = {tag.strip().casefold() for tag in before.split(",")}
    for tag in known if begun else ():
        folded = tag.casefold()
        if folded.startswith(begun) and len(tag) > len(typed) and folded not in there:
            return line[: len(line) - len(typed)] + tag
    return None


class CardBox(Vertical):
    """One line to write, with its title. It stays until what is written is saved, or is left."""

    class Finished(Message):
        """What was written is saved."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._hint = ""
        self.is_busy = False
        """What was written is being saved."""

    def compose(self) -> ComposeResult:
        """Lay out the box."""
        yield Static(id="card-box-title")
        yield CardInput(compact=True, select_on_focus=False, id="card-input")
        yield Static(id="card-box-fault")
        yield Hint(id="card-box-hint")

    @property
    def is_asking(self) -> bool:
        """Whether it is still open."""
        return self.is_attached

    @property
    def line(self) -> CardInput:
        """What is written into."""
        return self.query_one(CardInput)

    def begin(self, title: str, value: str, known: Collection[str] = ()) -> None:
        """Let the operator write on.

        Args:
            title: What is written.
            value: What stands there now. It ends so that what is typed next is not joined to it.
            known: What is offered as completion.
        """
        self.query_one("#card-box-title", Static).update(Content.styled(title, "bold"))
        self._hint = f"⏎ saves  {'Tab completes  ' if known else ''}Esc leaves"
        self.query_one(Hint).say(self._hint)
        line = self.line
        line.known, line.suggester = known, TagSuggester(known) if known else None
        line.value = value
        line.action_end()
        self.screen.set_focus(line)

    def wait(self, sentence: str) -> None:
        """Say what is being done."""
        self.is_busy = True
        self._say("")
        self.query_one(Hint).say(sentence)

    def refuse(self, sentence: str, place: int = 0) -> None:  # noqa: ARG002
        """Say why it cannot be saved; what was typed stays."""
        self.is_busy = False
        self.query_one(Hint).say(self._hint)
        self._say(sentence)

    def finish(self) -> None:
        """Let the screen close the box."""
        self.post_message(self.Finished())

    def _say(self, sentence: str) -> None:
        fault = self.query_one("#card-box-fault", Static)
        fault.display = bool(sentence)
        fault.update(Content(plain(sentence)))
