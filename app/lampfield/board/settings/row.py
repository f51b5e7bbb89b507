"""One setting: its name, its value, what it means, and what is wrong with what was asked for."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from lampfield.board.settings.control import Refused, Taken
from lampfield.board.settings.item_list import ItemList
from lampfield.board.settings.line_box import LineBox
from lampfield.board.settings.toggle import Toggle
from lampfield.board.settings.word_box import WordBox
from lampfield.config.documentation import Kind, Setting, Several, Truth, Words, kind_of

Control = Toggle | WordBox | LineBox | ItemList


class SettingRow(Vertical):
    """A setting with the control that its type calls for.

    Args:
        setting: Which.
        value: What is in force, as TOML has it.
        choices: What there is to choose from, where the application knows it.
    """

    class Wanted(Message):
        """Somebody wants another value."""

        def __init__(self, row: "SettingRow", value: object) -> None:
            super().__init__()
            self.row = row
            self.value = value

    def __init__(self, setting: Setting, value: object, choices: Sequence[str] = ()) -> None:
        super().__init__(classes="setting")
        self.setting = setting
        self.value = value
        """What is in force."""
        self._unanswered = 0
        """So many values that were asked for are neither taken nor refused yet."""
        kind = Words(dict.fromkeys(choices, "")) if choices else kind_of(setting.type)
        self.control = _control(kind, value)

    def compose(self) -> ComposeResult:
        """Lay out name and control, and under them what is said."""
        with Horizontal(classes="setting-line"):
            yield Static(Content(self.setting.key), classes="setting-name")
            yield self.control
        yield Static(Content(self.setting.sentence), classes="setting-sentence")
        yield Static(classes="setting-fault")

    def on_mount(self) -> None:
        """Tell whether the value is the usual one."""
        self._mark()

    async def show_value(self, value: object) -> None:
        """Show a value that is in force; nothing is wrong with it."""
        self.value = value
        self._say("")
        self._mark()
        await self._show()

    async def refuse(self, sentence: str) -> None:
        """Say why a value was not taken. What was typed stays, to be mended."""
        await self._show()
        self._say(sentence[:1].upper() + sentence[1:])
        self.call_after_refresh(self.scroll_visible)

    def put_back(self) -> bool:
        """Give up what is being typed, else fold a list. Says whether there was anything to give up."""
        boxes = [box for box in self.query(LineBox) if box.is_changed]
        for box in boxes:
            box.put_back()
        self._say("")
        return bool(boxes) or (isinstance(self.control, ItemList) and self.control.fold())

    @on(Taken)
    def want(self, event: Taken) -> None:
        """Ask the screen for the value."""
        event.stop()
        self._unanswered += 1
        self.post_message(self.Wanted(self, event.value))

    def answered(self) -> None:
        """Know that one more of the values that were asked for is taken or refused."""
        self._unanswered -= 1

    @on(Refused)
    async def say_refused(self, event: Refused) -> None:
        """Say what to write."""
        event.stop()
        await self.refuse(event.sentence)

    async def _show(self) -> None:
        if isinstance(self.control, ItemList):
            await self.control.show_value(self.value)
        elif isinstance(self.control, LineBox) or not self._unanswered:
            # Else it shows the word that was stepped to since.
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
