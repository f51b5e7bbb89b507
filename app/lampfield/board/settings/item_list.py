"""Several values of the same kind, in an order."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from lampfield.board.settings.control import Taken
from lampfield.board.settings.line_box import LineBox
from lampfield.board.settings.summary import Summary
from lampfield.board.settings.word_box import WordBox
from lampfield.config.documentation import LineKind, Words

Item = WordBox | LineBox


class ItemList(Vertical):
    """A list in one line, which unfolds: then each item is a control of its own, and the last one adds.

    Args:
        each: What an item takes.
        value: What is in force.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+d", "remove", show=False, priority=True),
        Binding("ctrl+up,shift+up", "move(-1)", show=False),
        Binding("ctrl+down,shift+down", "move(1)", show=False),
    ]

    def __init__(self, each: Words | LineKind, value: object) -> None:
        super().__init__(classes="setting-control")
        self._each = each
        self._kept = _listed(value)
        self._is_open = False

    @property
    def hint(self) -> str:
        """What the keys do now."""
        if not self._is_open:
            return Summary.hint
        own = WordBox.hint if isinstance(self._each, Words) else LineBox.hint
        return f"{own}  ^d: remove  ^↑ ^↓: move"

    def compose(self) -> ComposeResult:
        """Lay out the one line."""
        yield Summary(self._kept)

    @on(Summary.Unfolded)
    async def unfold(self, event: Summary.Unfolded) -> None:
        """Show the items one by one."""
        event.stop()
        if self._is_open:
            return
        self._is_open = True
        await self._show_items()
        self._items()[0].focus()
        self.query_one(Summary).display = False

    def fold(self) -> bool:
        """Show one line again. Says whether there was more."""
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
        """Show what is in force: items that are there stay, so that the focus does."""
        self._kept = _listed(value)
        self.query_one(Summary).show_values(self._kept)
        if self._is_open:
            await self._show_items()

    async def _show_items(self) -> None:
        items = self._items()
        for item, kept in zip(items, (*self._kept, None), strict=False):
            item.show_value(kept)
        for item in items[len(self._kept) + 1 :]:
            await item.remove()
        missing = (*self._kept, None)[len(items) :]
        if missing:
            await self.mount_all([self._item(value) for value in missing])

    @on(Taken)
    def take(self, event: Taken) -> None:
        """Ask for the list with an item changed, added, or, when nothing is left of it, removed."""
        if not isinstance(event.giver, LineBox | WordBox):
            return
        event.stop()
        at = self._items().index(event.giver)
        self._ask([*self._kept[:at], event.value, *self._kept[at + 1 :]])

    def action_remove(self) -> None:
        """Ask for the list without the item that has the focus."""
        at = self._focused()
        if at is not None and at < len(self._kept):
            self._ask([*self._kept[:at], *self._kept[at + 1 :]])

    def action_move(self, by: int) -> None:
        """Ask for the list with the item that has the focus in another place.

        Args:
            by: 1: one later, -1: one earlier.
        """
        at = self._focused()
        if at is None or not (0 <= at + by < len(self._kept) and at < len(self._kept)):
            return
        values = list(self._kept)
        values.insert(at + by, values.pop(at))
        self._items()[at + by].focus()
        self._ask(values)

    def _ask(self, values: Sequence[object]) -> None:
        self.post_message(Taken(self, [it for it in values if it is not None and it != ""]))

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
