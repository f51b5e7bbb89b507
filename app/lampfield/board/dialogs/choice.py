"""A list to choose from, by arrows and Enter or by its own letters."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Generic, NamedTuple, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from lampfield.board.dialogs.dialog import Dialog
from lampfield.board.dialogs.ordered import OrderedList
from lampfield.board.kit.hint import Hint

T = TypeVar("T")


class Chosen(NamedTuple, Generic[T]):
    """The chosen value, and the key that chose it."""

    value: T
    key: str
    """``enter``, or one of the dialog's own letters."""


class Choice(Dialog[Chosen[T]], Generic[T]):
    """A question with its answers in a list.

    Args:
        title: The question.
        options: Each answer's text and value.
        hint: What the keys do.
        keys: Letters that choose, besides Enter.
        first: The index of the option under the cursor.
        numbered: Digits choose the first nine options at once.
        chooses: Whether Enter and the mouse choose; else the list is read-only.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "cancel", "back")]

    def __init__(
        self,
        title: str,
        options: Sequence[tuple[Content, T]],
        *,
        hint: str = "Enter chooses, Esc closes",
        keys: Mapping[str, str] | None = None,
        first: int = 0,
        numbered: bool = False,
        chooses: bool = True,
    ) -> None:
        super().__init__()
        self._title = title
        self._options = options
        self._hint = hint
        self._keys = keys or {}
        self._first = first
        self._numbered = numbered
        self._chooses = chooses

    def compose(self) -> ComposeResult:
        """Lay out the dialog."""
        with Vertical(classes="dialog-box"):
            yield Static(Content.styled(self._title, "bold"), classes="dialog-title")
            yield OrderedList(*(Option(text) for text, _ in self._options), compact=True)
            yield Hint(self._hint, classes="dialog-hint")

    def prepare(self) -> None:
        """Put the cursor on the first option."""
        self.query_one(OptionList).highlighted = self._first if self._options else None

    def on_key(self, event: events.Key) -> None:
        """Choose by Enter, by a letter, or by the number of an option."""
        if not self.is_asking:
            # The dialog is answered already.
            return
        if event.key == "enter":
            event.stop()
            self._choose(self.query_one(OptionList).highlighted, "enter")
        number = event.key if self._numbered and event.key in "123456789" else ""
        if number and int(number) <= len(self._options):
            event.stop()
            self._choose(int(number) - 1, number)
        if event.character is not None and event.character in self._keys:
            event.stop()
            self._choose(self.query_one(OptionList).highlighted, self._keys[event.character])

    @on(OptionList.OptionSelected)
    def select(self, event: OptionList.OptionSelected) -> None:
        """Choose an option that was clicked."""
        event.stop()
        self._choose(event.option_index, "enter")

    def action_cancel(self) -> None:
        """Choose nothing."""
        self.dismiss(None)

    def _choose(self, index: int | None, key: str) -> None:
        if index is not None and self._chooses:
            self.dismiss(Chosen(self._options[index][1], key))
