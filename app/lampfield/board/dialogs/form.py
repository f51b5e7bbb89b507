"""A few lines to fill in."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from lampfield.board.dialogs.dialog import Dialog
from lampfield.board.hint import Hint


class Field(NamedTuple):
    """One line of a form."""

    label: str
    value: str = ""
    required: bool = False
    example: str = ""


class Form(Dialog[tuple[str, ...] | None]):
    """Asks for some lines of text; gives them in the order of the fields.

    Args:
        title: What they are for.
        fields: The lines.
        hint: What Enter does.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "back"),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(
        self, title: str, fields: Sequence[Field], *, hint: str = "Enter: do it   Esc: leave it"
    ) -> None:
        super().__init__()
        self._title = title
        self._fields = fields
        self._hint = hint

    def compose(self) -> ComposeResult:
        """Lay out the form."""
        with Vertical(classes="dialog-box"):
            yield Static(Content.styled(self._title, "bold"), classes="dialog-title")
            for field in self._fields:
                yield Static(Content.styled(field.label, "$muted"), classes="field-label")
                yield Input(field.value, placeholder=field.example, compact=True, select_on_focus=False)
            yield Hint(self._hint, classes="dialog-hint")

    def on_key(self, event: events.Key) -> None:
        """Take what was typed before the first line had the focus; a line takes its own keys itself."""
        if event.character is not None and event.is_printable:
            event.stop()
            self.query(Input).first().insert_text_at_cursor(event.character)

    @on(Input.Submitted)
    def submit(self, event: Input.Submitted) -> None:
        """Give the lines; a required one that is empty is asked for first."""
        event.stop()
        boxes = list(self.query(Input))
        for field, box in zip(self._fields, boxes, strict=True):
            if field.required and not box.value.strip():
                box.focus()
                return
        self.dismiss(tuple(box.value.strip() for box in boxes))

    def action_cancel(self) -> None:
        """Give nothing."""
        self.dismiss(None)
