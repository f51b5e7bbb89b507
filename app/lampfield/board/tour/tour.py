"""The tour as a dialog low on the screen, with the board visible above."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from lampfield.board.dialogs.dialog import Dialog
from lampfield.board.kit.hint import Hint
from lampfield.board.tour.steps import Step


class Tour(Dialog[bool]):
    """A few steps, forward and back. Its answer is whether it was seen to the end.

    Args:
        steps: The texts.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "end(False)", "end"),
        Binding("enter,space,right,down", "step(1)", "next"),
        Binding("left,up,backspace", "step(-1)", "back"),
    ]

    def __init__(self, steps: Sequence[Step]) -> None:
        super().__init__(id="tour", classes="")
        self._steps = steps
        self._place = 0

    def compose(self) -> ComposeResult:
        """Lay out the dialog."""
        with Vertical(classes="dialog-box"):
            yield Static(classes="dialog-title")
            yield Static(id="tour-text")
            yield Hint(classes="dialog-hint")

    def prepare(self) -> None:
        """Show the first step."""
        self._show()

    def action_step(self, steps: int) -> None:
        """Go forward or back; the tour ends after the last step."""
        self._place = max(0, self._place + steps)
        if self._place < len(self._steps):
            self._show()
        else:
            self.action_end(True)

    def action_end(self, seen: bool) -> None:
        """End the tour."""
        self.dismiss(seen)

    def _show(self) -> None:
        step, last = self._steps[self._place], self._place == len(self._steps) - 1
        count = f"  {self._place + 1} of {len(self._steps)}"
        title = Content.assemble((step.title, "bold $primary"), (count, "$muted"))
        self.query_one(".dialog-title", Static).update(title)
        self.query_one("#tour-text", Static).update(Content(step.text))
        hint = f"⏎ {'starts work' if last else 'next'}   ← back   Esc ends the tour"
        self.query_one(Hint).say(hint)
