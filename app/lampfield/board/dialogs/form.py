"""A form of a few lines; it stays open until its operation has succeeded."""

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static
from textual.widgets.input import Selection

from lampfield.board.dialogs.dialog import Dialog
from lampfield.board.dialogs.ordered import OrderedInput
from lampfield.board.kit.hint import Hint
from lampfield.model.text import plain


class Field(NamedTuple):
    """One line of a form."""

    label: str
    value: str = ""
    """The initial text; it is selected, so typing replaces it."""
    required: bool = False
    example: str = ""


class Form(Dialog[None]):
    """Asks for some lines of text, in the order of the fields.

    It stays open until `finish`: an error is shown under the line it is about, and the text can be corrected.

    Args:
        title: The purpose.
        fields: The lines.
        hint: What Enter does.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "back"),
        # Handled before the focused line: text that follows at once is meant for the next line.
        Binding("down", "app.focus_next", show=False, priority=True),
        Binding("up", "app.focus_previous", show=False, priority=True),
    ]

    def __init__(self, title: str, fields: Sequence[Field], *, hint: str = "Enter: OK   Esc: cancel") -> None:
        super().__init__()
        self._title = title
        self._fields = fields
        self._hint = hint
        self._is_busy = False
        self.submitted: Callable[[tuple[str, ...]], None] = _nothing
        """Gets the lines, stripped. It calls `wait`, `refuse` or `finish`."""

    def compose(self) -> ComposeResult:
        """Lay out the form."""
        with Vertical(classes="dialog-box"):
            yield Static(Content.styled(self._title, "bold"), classes="dialog-title")
            for field in self._fields:
                yield Static(Content.styled(field.label, "$muted"), classes="field-label")
                yield OrderedInput(
                    field.value, placeholder=field.example, compact=True, select_on_focus=False
                )
                yield Static(classes="field-fault")
            yield Hint(self._hint, classes="dialog-hint")

    def prepare(self) -> None:
        """Select the text of the lines: typing replaces it instead of appending."""
        for box in self.query(Input):
            box.selection = Selection(0, len(box.value))

    def on_key(self, event: events.Key) -> None:
        """Insert text that was typed before the first line had the focus; a line handles its own keys."""
        if event.character is not None and event.is_printable:
            event.stop()
            for box in self.query(Input).results(Input):
                box.replace(event.character, *box.selection)
                break

    @on(Input.Submitted)
    def submit(self, event: Input.Submitted) -> None:
        """Submit the lines, one submission at a time; ask for a required line that is empty."""
        event.stop()
        # The input may already contain keys that followed Enter.
        values = [event.value if box is event.input else box.value for box in self.query(Input)]
        lines = tuple(value.strip() for value in values)
        required = enumerate(zip(self._fields, lines, strict=True))
        lacking = next((place for place, (field, line) in required if field.required and not line), None)
        if self._is_busy:
            return
        if lacking is not None:
            self.refuse(f"Type the {self._fields[lacking].label} first.", lacking)
        else:
            self._say("")
            self.submitted(lines)

    def wait(self, sentence: str) -> None:
        """Show what is being done; until it ends a second Enter does nothing."""
        self._is_busy = True
        self.query_one(Hint).say(sentence)

    def refuse(self, sentence: str, place: int = 0) -> None:
        """Show an error under a line; the text stays.

        Args:
            sentence: The error.
            place: The line's index.
        """
        self._is_busy = False
        self.query_one(Hint).say(self._hint)
        self._say(sentence, place)
        self.query(Input)[place].focus()

    def finish(self) -> None:
        """Close after success."""
        self.dismiss(None)

    def action_cancel(self) -> None:
        """Close without doing anything, or without waiting for the outcome."""
        self.dismiss(None)

    def _say(self, sentence: str, at: int = 0) -> None:
        for place, fault in enumerate(self.query(".field-fault").results(Static)):
            said = plain(sentence) if place == at else ""
            fault.set_class(bool(said), "-said")
            fault.update(Content(said))


def _nothing(_: tuple[str, ...]) -> None:
    """Ignore the lines."""
