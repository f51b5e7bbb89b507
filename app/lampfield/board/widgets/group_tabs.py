"""The group tabs: one line, scrolled to the chosen group, after the result of a search."""

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from textual import events
from textual.message import Message

from lampfield.board.paint.panel import Panel, StyledLine
from lampfield.frontend.search.groups import ALL, Group
from lampfield.model.text import plain


class GroupTabs(Panel):
    """The result of a search, and the groups with their numbers of contacts."""

    class Chosen(Message):
        """A tab was clicked."""

        def __init__(self, group: Group) -> None:
            super().__init__()
            self.group = group

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._groups: Mapping[Group, int | None] = {ALL: 0}
        self._current = ALL
        self._found = ""
        self._spans: list[tuple[int, int, Group]] = []

    def show(self, groups: Mapping[Group, int | None], current: Group, found: str) -> None:
        """Show groups, the chosen one, and the result of a search.

        Args:
            groups: With their numbers of contacts, if known.
            current: The chosen one.
            found: In words; empty without a search.
        """
        if (groups, current, found) != (self._groups, self._current, self._found):
            self._groups, self._current, self._found = groups, current, found
            self.look_again()

    def lines(self, width: int) -> Sequence[StyledLine]:
        """Return the line."""
        labels = [(group, _label(group, count)) for group, count in self._groups.items()]
        found = f" {plain(self._found, 60)} " if self._found else ""
        parts: list[tuple[str, str]] = [(found, "bold $accent")] if found else []
        self._spans = []
        left = cell_len(found)
        first = self._first(labels, width - left)
        if first:
            parts.append(("‹", "$muted"))
            left += 1
        for group, label in labels[first:]:
            size = cell_len(label)
            if left + size + 1 > width:
                parts.append(("›", "$muted"))
                break
            self._spans.append((left, left + size, group))
            parts.append((label, "bold reverse $primary" if group == self._current else "$muted"))
            left += size
        return [parts]

    def on_click(self, event: events.Click) -> None:
        """Choose the tab under the mouse."""
        for left, right, group in self._spans:
            if left <= event.x < right:
                self.post_message(self.Chosen(group))

    def _first(self, labels: list[tuple[Group, str]], width: int) -> int:
        """Return the index of the first visible label, so that the chosen one fits a width in cells."""
        index = next((place for place, (group, _) in enumerate(labels) if group == self._current), 0)
        room = width - 3
        first = index
        while first > 0 and sum(cell_len(label) for _, label in labels[first - 1 : index + 1]) <= room:
            first -= 1
        return first


def _label(group: Group, count: int | None) -> str:
    return f" {plain(group.label, 24)} " if count is None else f" {plain(group.label, 24)} {count} "
