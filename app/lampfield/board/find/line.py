"""The find line: where one types what is looked for."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input

from lampfield.board.find.tabs import GroupTabs

LEAVING = {"enter": "screen.take_found", "escape": "screen.leave_search"}
"""The keys that leave the search, and what they do."""


class FindInput(Input):
    """The text box of the search. The arrows still move the grid's cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "go(0, -1)", show=False),
        Binding("down", "go(0, 1)", show=False),
    ]

    class Moved(Message):
        """An arrow was pressed."""

        def __init__(self, columns: int, rows: int) -> None:
            super().__init__()
            self.columns = columns
            self.rows = rows

    def action_go(self, columns: int, rows: int) -> None:
        """Move the grid's cursor."""
        self.post_message(self.Moved(columns, rows))

    async def _on_key(self, event: events.Key) -> None:
        """Leave the search at once, and give back the keys that were on their way to it then."""
        leaving = LEAVING.get(event.key)
        if self.screen.focused is self and leaving is None:
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()
        if self.screen.focused is not self:
            self.app.post_message(events.Key(event.key, event.character))
        elif leaving is not None:
            await self.run_action(leaving)


class FindLine(Horizontal):
    """Search and groups."""

    def compose(self) -> ComposeResult:
        """Lay out the line."""
        yield FindInput(placeholder="/ find…", compact=True, id="find-input", select_on_focus=False)
        yield GroupTabs(id="groups")
