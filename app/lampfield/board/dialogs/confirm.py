"""A yes-or-no question."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from lampfield.board.dialogs.dialog import Dialog
from lampfield.board.kit.hint import Hint


class Confirm(Dialog[bool]):
    """Asks before an action that cannot be undone: only its own key means yes.

    Args:
        question: One sentence.
        yes: What yes does, in a word or two.
        no: What every other key does.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "yes"),
        Binding("n,enter,escape", "answer(False)", "no"),
    ]

    def __init__(self, question: str, yes: str, no: str = "cancel", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._question = question
        self._yes = yes
        self._no = no

    def compose(self) -> ComposeResult:
        """Lay out the dialog."""
        with Vertical(classes="dialog-box"):
            yield Static(Content(self._question), classes="dialog-title")
            yield Hint(f"y {self._yes}   n, Enter, Esc {self._no}", classes="dialog-hint")

    def action_answer(self, answer: bool) -> None:
        """Close with an answer."""
        self.dismiss(answer)
