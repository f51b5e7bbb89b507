"""The find line: search box and group tabs."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message

from lampfield.board.keys.action import Scope
from lampfield.board.kit.text_box import TextBox
from lampfield.board.widgets.group_tabs import GroupTabs


class FindInput(TextBox):
    """The text box of the search. The arrows still move the grid's cursor."""

    SCOPE = Scope.FIND
    PLACE = "in the search"
    OWN_KEYS = (("↑ ↓", "Move the cursor among the matches"),)

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


class FindLine(Horizontal):
    """Search box and group tabs.

    Args:
        box: The search box.
        tabs: The groups.
    """

    def __init__(self, box: FindInput, tabs: GroupTabs, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._box = box
        self._tabs = tabs

    def compose(self) -> ComposeResult:
        """Lay out the line."""
        yield self._box
        yield self._tabs
