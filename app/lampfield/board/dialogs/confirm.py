"""A question that is answered by yes or no."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from lampfield.board.dialogs.dialog import Dialog
from lampfield.board.hint import Hint


class Confirm(Dialog[bool]):
    """Asks before something that cannot be taken back.

    Args:
        question: In one sentence.
        yes: What yes does, in a word or two.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "answer(True)", "yes"),
        Binding("n,escape", "answer(False)", "no"),
    ]

    def __init__(self, question: str, yes: str) -> None:
        super().__init__()
        self._question = question
        self._yes = yes

    def compose(self) -> ComposeResult:
        """Lay out the dialog."""
        with Vertical(classes="dialog-box"):
            yield Static(Content(self._question), classes="dialog-title")
            yield Hint(f"y {self._yes}   n leave it", classes="dialog-hint")

    def action_answer(self, answer: bool) -> None:
        """Close with an answer."""
        self.dismiss(answer)
