"""The controls of settings, one per type of value."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from lampfield.board.keys.in_order import act_in_order
from lampfield.config.documentation import LineKind, Words, text_of_value, value_of
from lampfield.model.text import plain


class ValueChosen(Message):
    """A control asks for another value.

    Args:
        asker: The control.
        value: As in TOML; None: no value.
    """

    def __init__(self, asker: Widget, value: object) -> None:
        super().__init__()
        self.asker = asker
        self.value = value


class ValueRejected(Message):
    """The typed text is not a value.

    Args:
        sentence: What to write.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence


class Toggle(Widget, can_focus=True):
    """A value that is true or false.

    Args:
        value: The current value.
    """

    hint = "Space: on or off"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("space,enter,left,right", "turn", show=False)]

    def __init__(self, value: object) -> None:
        super().__init__(classes="setting-control")
        self._is_on = bool(value)

    def render(self) -> str:
        """Return the state in words."""
        return "● on" if self._is_on else "○ off"

    async def _on_key(self, event: events.Key) -> None:
        await act_in_order(self, event)

    def show_value(self, value: object) -> None:
        """Show the current value."""
        self._is_on = bool(value)
        self.refresh()

    def on_click(self) -> None:
        """Toggle it."""
        self.action_turn()

    def action_turn(self) -> None:
        """Ask for the opposite value."""
        self.show_value(not self._is_on)
        self.post_message(ValueChosen(self, self._is_on))


class WordBox(Widget, can_focus=True):
    """A value that is one of some words; the arrow keys step through them.

    Args:
        words: Each as in TOML, with its meaning.
        value: The current value; it may be none of them.
    """

    hint = "← →: change"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space,enter", "step(1)", show=False),
        Binding("left", "step(-1)", show=False),
    ]

    def __init__(self, words: Mapping[str | int, str], value: object) -> None:
        super().__init__(classes="setting-control")
        self._words = words
        self.value = value

    def render(self) -> Content:
        """Return the word between arrows, and its meaning."""
        meaning = next((text for word, text in self._words.items() if word == self.value), "")
        shown = plain(str(self.value)) if self.value is not None else "add one"
        return Content.assemble((f"‹ {shown} ›", ""), (f"  {meaning}", "$muted"))

    async def _on_key(self, event: events.Key) -> None:
        await act_in_order(self, event)

    def show_value(self, value: object) -> None:
        """Show the current value."""
        self.value = value
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Step: back on the first arrow, else forward."""
        self.action_step(-1 if event.x < 2 else 1)

    def action_step(self, by: int) -> None:
        """Ask for another word.

        Args:
            by: 1: the next, -1: the previous.
        """
        words = list(self._words)
        if not words:
            return
        at = words.index(self.value) + by if self.value in words else min(by, 0)
        self.show_value(words[at % len(words)])
        self.post_message(ValueChosen(self, self.value))


class LineBox(Input):
    """A line that is edited in place; Enter saves it, and so does leaving it.

    Its text is selected on focus, so typing replaces it. Rejected text stays, to be corrected.

    Args:
        line: The type of the setting.
        value: The current value.
        placeholder: Shown while the line is empty.
    """

    hint = "Enter: save"

    def __init__(self, line: LineKind, value: object, placeholder: str = "") -> None:
        self._line = line
        self._current = text_of_value(value, line)
        """The text of the current value."""
        self._submitted = self._current
        """The text that was last submitted."""
        super().__init__(
            self._current, placeholder, compact=True, select_on_focus=True, classes="setting-control"
        )

    @property
    def is_changed(self) -> bool:
        """Whether the text differs from the current value."""
        return self.value != self._current

    async def _on_key(self, event: events.Key) -> None:
        await act_in_order(self, event)

    def show_value(self, value: object) -> None:
        """Show the current value. Text that has not been submitted stays."""
        kept = text_of_value(value, self._line)
        if kept != self._current:
            was_asked_for = self.value in {self._submitted, self._current}
            self._current = kept
            if was_asked_for:
                self.put_back()

    def put_back(self) -> None:
        """Show the current value again."""
        self.value = self._submitted = self._current

    @on(Input.Submitted)
    def submit(self, event: Input.Submitted) -> None:
        """Submit the text."""
        event.stop()
        self._take()

    def on_blur(self) -> None:
        """Submit the text, once."""
        if self.value != self._submitted:
            self._take()

    def _take(self) -> None:
        if not self.is_changed:
            return
        self._submitted = self.value
        try:
            self.post_message(ValueChosen(self, value_of(self.value, self._line)))
        except ValueError as error:
            self.post_message(ValueRejected(str(error)))


class Summary(Widget, can_focus=True):
    """The items of a folded list.

    Args:
        values: The items.
    """

    hint = "Enter: edit the list"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space,right", "unfold", show=False)]

    class Unfolded(Message):
        """The list is to be unfolded."""

    def __init__(self, values: tuple[object, ...]) -> None:
        super().__init__(classes="setting-control")
        self._values = values

    def render(self) -> str:
        """Return the items in a row."""
        return ", ".join(plain(str(value)) for value in self._values) or "none"

    async def _on_key(self, event: events.Key) -> None:
        await act_in_order(self, event)

    def show_values(self, values: tuple[object, ...]) -> None:
        """Show other items."""
        self._values = values
        self.refresh(layout=True)

    def on_click(self) -> None:
        """Unfold the list."""
        self.action_unfold()

    def action_unfold(self) -> None:
        """Unfold the list."""
        self.post_message(self.Unfolded())


Item = WordBox | LineBox


class ItemList(Vertical):
    """A list in one line that unfolds into a control per item; the last one adds an item.

    Args:
        each: The type of an item.
        value: The current value.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+d", "remove", show=False, priority=True),
        Binding("ctrl+up,shift+up", "move(-1)", show=False),
        Binding("ctrl+down,shift+down", "move(1)", show=False),
    ]

    def __init__(self, each: Words | LineKind, value: object) -> None:
        super().__init__(classes="setting-control")
        self._each = each
        self._current = _listed(value)
        self._is_open = False

    @property
    def hint(self) -> str:
        """The hint on the current keys."""
        if not self._is_open:
            return Summary.hint
        own = WordBox.hint if isinstance(self._each, Words) else LineBox.hint
        return f"{own}  ^d: remove  ^↑ ^↓: move"

    def compose(self) -> ComposeResult:
        """Lay out the one line."""
        yield Summary(self._current)

    @on(Summary.Unfolded)
    async def unfold(self, event: Summary.Unfolded) -> None:
        """Show one control per item."""
        event.stop()
        if self._is_open:
            return
        self._is_open = True
        await self._show_items()
        self._items()[0].focus()
        self.query_one(Summary).display = False

    def fold(self) -> bool:
        """Show one line again. Returns whether it was unfolded."""
        if not self._is_open:
            return False
        self._is_open = False
        summary = self.query_one(Summary)
        summary.display = True
        summary.focus()
        for item in self._items():
            item.remove()
        return True

    async def show_value(self, value: object) -> None:
        """Show the current value; existing controls are kept, so that the focus is."""
        self._current = _listed(value)
        self.query_one(Summary).show_values(self._current)
        if self._is_open:
            await self._show_items()

    async def _show_items(self) -> None:
        items = self._items()
        for item, kept in zip(items, (*self._current, None), strict=False):
            item.show_value(kept)
        for item in items[len(self._current) + 1 :]:
            await item.remove()
        missing = (*self._current, None)[len(items) :]
        if missing:
            await self.mount_all([self._item(value) for value in missing])

    @on(ValueChosen)
    def take(self, event: ValueChosen) -> None:
        """Ask for the list with an item changed, added, or removed if it is empty."""
        if not isinstance(event.asker, LineBox | WordBox):
            return
        event.stop()
        at = self._items().index(event.asker)
        self._ask([*self._current[:at], event.value, *self._current[at + 1 :]])

    def action_remove(self) -> None:
        """Ask for the list without the focused item."""
        at = self._focused()
        if at is not None and at < len(self._current):
            self._ask([*self._current[:at], *self._current[at + 1 :]])

    def action_move(self, by: int) -> None:
        """Ask for the list with the focused item at another place.

        Args:
            by: 1: one later, -1: one earlier.
        """
        at = self._focused()
        if at is None or not (0 <= at + by < len(self._current) and at < len(self._current)):
            return
        values = list(self._current)
        values.insert(at + by, values.pop(at))
        self._items()[at + by].focus()
        self._ask(values)

    def _ask(self, values: Sequence[object]) -> None:
        self.post_message(ValueChosen(self, [it for it in values if it is not None and it != ""]))

    def _items(self) -> list[Item]:
        return [child for child in self.children if isinstance(child, LineBox | WordBox)]

    def _focused(self) -> int | None:
        return next((at for at, item in enumerate(self._items()) if item.has_focus), None)

    def _item(self, value: object) -> Item:
        if isinstance(self._each, Words):
            return WordBox(self._each.words, value)
        return LineBox(self._each._replace(may_lack=True), value, "type here to add one")


def _listed(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, list | tuple) else ()
