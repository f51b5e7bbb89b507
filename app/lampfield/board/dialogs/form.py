"""A few lines to fill in; they stay until what they are for is done."""

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
    """What stands there at first; it is selected, so that what is typed takes its place."""
    required: bool = False
    example: str = ""


class Form(Dialog[None]):
    """Asks for some lines of text, in the order of the fields.

    It stays open until `finish`: what cannot be done is said under the line that it is about, and what was
    typed can be corrected.

    Args:
        title: What they are for.
        fields: The lines.
        hint: What Enter does.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "back"),
        # Before the line that has the focus: what is typed at once behind them is for the next one.
        Binding("down", "app.focus_next", show=False, priority=True),
        Binding("up", "app.focus_previous", show=False, priority=True),
    ]

    def __init__(
        self, title: str, fields: Sequence[Field], *, hint: str = "Enter: do it   Esc: leave it"
    ) -> None:
        super().__init__()
        self._title = title
        self._fields = fields
        self._hint = hint
        self._is_busy = False
        self.submitted: Callable[[tuple[str, ...]], None] = _nothing
        """Gets the lines, without blanks at their ends. It calls `wait`, `refuse` or `finish`."""

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

    def on_mount(self) -> None:
        """Select what stands in the lines: what is typed takes its place, and is not joined to it."""
        for box in self.query(Input):
            box.selection = Selection(0, len(box.value))

    def on_key(self, event: events.Key) -> None:
        """Take what was typed before the first line had the focus; a line takes its own keys itself."""
        if event.character is not None and event.is_printable:
            event.stop()
            for box in self.query(Input).results(Input):
                box.replace(event.character, *box.selection)
                break

    @on(Input.Submitted)
    def submit(self, event: Input.Submitted) -> None:
        """Hand the lines on, once at a time; a required one that is empty is asked for first."""
        event.stop()
        # What is typed behind Enter may stand in the line already.
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
        """Say what is being done; until its end a second Enter does nothing."""
        self._is_busy = True
        self.query_one(Hint).say(sentence)

    def refuse(self, sentence: str, place: int = 0) -> None:
        """Say why it cannot be done, under a line; what was typed stays.

        Args:
            sentence: Why.
            place: Which line it is about, from 0.
        """
        self._is_busy = False
        self.query_one(Hint).say(self._hint)
        self._say(sentence, place)
        self.query(Input)[place].focus()

    def finish(self) -> None:
        """Close: it is done."""
        self.dismiss(None)

    def action_cancel(self) -> None:
        """Close without doing anything, or without waiting for what is being done."""
        self.dismiss(None)

    def _say(self, sentence: str, at: int = 0) -> None:
        for place, fault in enumerate(self.query(".field-fault").results(Static)):
            said = plain(sentence) if place == at else ""
            fault.set_class(bool(said), "-said")
            fault.update(Content(said))


def _nothing(_: tuple[str, ...]) -> None:
    """Do nothing with the lines."""
