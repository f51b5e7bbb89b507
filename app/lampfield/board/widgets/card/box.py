"""The input at the foot of a card, for tags or a note."""

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
    """The text line. The keys that end or complete it act at once."""

    LEAVING: ClassVar[dict[str, str]] = {
        "enter": "save-card",
        "escape": "leave-card",
    }
    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", show=False)]

    PLACE = "on the card"
    OWN_KEYS = (("⏎", "Save it"), ("Tab", "Complete the tag"), ("Esc", "Discard it"))

    known: Collection[str] = ()
    """The tags offered as completion."""

    def action_complete(self) -> None:
        """Accept the completion."""
        self.value = completed(self.value, self.known) or self.value
        self.action_end()


class TagSuggester(Suggester):
    """Completes the tag that is being typed.

    Args:
        known: All tags of all contacts, in the order of preference.
    """

    def __init__(self, known: Collection[str]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._known = known

    async def get_suggestion(self, value: str) -> str | None:
        """Return the line with its last tag completed."""
        return completed(value, self._known)


def completed(line: str, known: Collection[str]) -> str | None:
    """Return a line of tags with the last one completed, spelled as elsewhere; None if nothing matches.

    Args:
        line: Tags, separated by commas.
        known: All tags, in the order of preference.
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
    """A text line with a title. It stays until the text is saved or discarded."""

    class Finished(Message):
        """The text has been saved."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._hint = ""
        self.is_busy = False
        """Whether the text is being saved."""

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
        """The text line."""
        return self.query_one(CardInput)

    def begin(self, title: str, value: str, known: Collection[str] = ()) -> None:
        """Open the input.

        Args:
            title: The title.
            value: The initial text. It ends so that further typing is not joined to it.
            known: The tags offered as completion.
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
        """Show what is being done."""
        self.is_busy = True
        self._say("")
        self.query_one(Hint).say(sentence)

    def refuse(self, sentence: str, place: int = 0) -> None:  # noqa: ARG002
        """Show why the text cannot be saved; it stays."""
        self.is_busy = False
        self.query_one(Hint).say(self._hint)
        self._say(sentence)

    def finish(self) -> None:
        """Ask the screen to close the input."""
        self.post_message(self.Finished())

    def _say(self, sentence: str) -> None:
        fault = self.query_one("#card-box-fault", Static)
        fault.display = bool(sentence)
        fault.update(Content(plain(sentence)))
