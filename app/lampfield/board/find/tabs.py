"""The group tabs: one line, moved so that the chosen group is in sight."""

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from lampfield.board.find.groups import ALL, Group
from lampfield.model.text import plain


class GroupTabs(Widget):
    """The groups and how many contacts each has."""

    class Chosen(Message):
        """A tab was clicked."""

        def __init__(self, group: Group) -> None:
            super().__init__()
            self.group = group

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._groups: dict[Group, int] = {ALL: 0}
        self._current = ALL
        self._spans: list[tuple[int, int, Group]] = []

    def show(self, groups: dict[Group, int], current: Group) -> None:
        """Show other groups, or another one as the chosen."""
        if (groups, current) != (self._groups, self._current):
            self._groups, self._current = groups, current
            self.refresh()

    def render(self) -> Content:
        """Return the line."""
        labels = [(group, f" {plain(group.name, 24)} {count} ") for group, count in self._groups.items()]
        first = self._first(labels)
        parts: list[tuple[str, str]] = [("‹", "$muted")] if first else []
        self._spans = []
        left = len(parts)
        for group, label in labels[first:]:
            width = cell_len(label)
            if left + width + 1 > self.size.width:
                parts.append(("›", "$muted"))
                break
            self._spans.append((left, left + width, group))
            parts.append((label, "bold reverse $primary" if group == self._current else "$muted"))
            left += width
        return Content.assemble(*parts)

    def on_click(self, event: events.Click) -> None:
        """Choose the tab under the mouse."""
        for left, right, group in self._spans:
            if left <= event.x < right:
                self.post_message(self.Chosen(group))

    def _first(self, labels: list[tuple[Group, str]]) -> int:
        """Return the first label that is shown, so that the chosen one fits."""
        index = next((place for place, (group, _) in enumerate(labels) if group == self._current), 0)
        room = self.size.width - 3
        first = index
        while first > 0 and sum(cell_len(label) for _, label in labels[first - 1 : index + 1]) <= room:
            first -= 1
        return first
