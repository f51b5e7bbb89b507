"""One setting: name, control, description, and error."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from lampfield.board.settings.controls import ItemList, LineBox, Toggle, ValueChosen, ValueRejected, WordBox
from lampfield.config.documentation import Kind, Setting, Several, Truth, Words, kind_of

Control = Toggle | WordBox | LineBox | ItemList


class SettingRow(Vertical):
    """A setting with the control for its type.

    Args:
        setting: The setting.
        value: The current value, as in TOML.
        choices: The possible values, if the application knows them.
    """

    class Wanted(Message):
        """A control asks for another value."""

        def __init__(self, row: "SettingRow", value: object) -> None:
            super().__init__()
            self.row = row
            self.value = value

    def __init__(self, setting: Setting, value: object, choices: Sequence[str] = ()) -> None:
        super().__init__(classes="setting")
        self.setting = setting
        self.value = value
        """The current value."""
        self._pending = 0
        """The number of submitted values that are neither accepted nor rejected yet."""
        kind = Words(dict.fromkeys(choices, "")) if choices else kind_of(setting.type)
        self.control = _control(kind, value)

    def compose(self) -> ComposeResult:
        """Lay out name and control, with the description below."""
        with Horizontal(classes="setting-line"):
            yield Static(Content(self.setting.key), classes="setting-name")
            yield self.control
        yield Static(Content(self.setting.sentence), classes="setting-sentence")
        yield Static(classes="setting-fault")

    def on_mount(self) -> None:
        """Mark whether the value is the default."""
        self._mark()

    async def show_value(self, value: object) -> None:
        """Show the current value, without an error."""
        self.value = value
        self._say("")
        self._mark()
        await self._show()

    async def refuse(self, sentence: str) -> None:
        """Show why a value was rejected. The text stays, to be corrected."""
        await self._show()
        self._say(sentence[:1].upper() + sentence[1:])
        self.call_after_refresh(self.scroll_visible)

    def put_back(self) -> bool:
        """Discard typed text, else fold a list. Returns whether there was anything to discard."""
        boxes = [box for box in self.query(LineBox) if box.is_changed]
        for box in boxes:
            box.put_back()
        self._say("")
        return bool(boxes) or (isinstance(self.control, ItemList) and self.control.fold())

    @on(ValueChosen)
    def want(self, event: ValueChosen) -> None:
        """Ask the screen to save the value."""
        event.stop()
        self._pending += 1
        self.post_message(self.Wanted(self, event.value))

    def note_answer(self) -> None:
        """Record that a submitted value was accepted or rejected."""
        self._pending -= 1

    @on(ValueRejected)
    async def say_refused(self, event: ValueRejected) -> None:
        """Show what to write."""
        event.stop()
        await self.refuse(event.sentence)

    async def _show(self) -> None:
        if isinstance(self.control, ItemList):
            await self.control.show_value(self.value)
        elif isinstance(self.control, LineBox) or not self._pending:
            # Otherwise the control shows a later choice already.
            self.control.show_value(self.value)

    def _mark(self) -> None:
        self.set_class(self.value != self.setting.usual, "-set")

    def _say(self, sentence: str) -> None:
        self.set_class(bool(sentence), "-faulty")
        self.query_one(".setting-fault", Static).update(Content(sentence))


def _control(kind: Kind, value: object) -> Control:
    match kind:
        case Truth():
            return Toggle(value)
        case Words(words=words):
            return WordBox(words, value)
        case Several(each=each):
            return ItemList(each, value)
    return LineBox(kind, value)
