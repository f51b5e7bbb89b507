"""The inks of tiles: each is worked out once."""

from collections.abc import Callable

from rich.style import Style
from textual.widget import Widget

from lampfield.board.paint.lines import InkedLine
from lampfield.board.paint.style import TermStyle
from lampfield.board.widgets.grid.painting import Line
from lampfield.board.widgets.grid.styles import style_of


class _Inks(dict[str, TermStyle]):
    """Inks by the names of their styles; one that is not there yet is made."""

    def __init__(self, make: Callable[[str], TermStyle]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, name: str) -> TermStyle:
        ink = self[name] = self._make(name)
        return ink


class TileInks:
    """What the styles of a tile's painting look like.

    Args:
        grid: Whose stylesheet counts.
        ink: Makes an ink of a style.
    """

    def __init__(self, grid: Widget, ink: Callable[[Style], TermStyle]) -> None:
        self._usual = _Inks(lambda name: ink(style_of(grid, name, cursor=False)))
        self._under_cursor = _Inks(lambda name: ink(style_of(grid, name, cursor=True)))

    def forget(self) -> None:
        """Forget everything: the colours are others now."""
        self._usual.clear()
        self._under_cursor.clear()

    def of(self, name: str) -> TermStyle:
        """Return the ink of a style, where the cursor is not."""
        return self._usual[name]

    def inked(self, line: Line, *, cursor: bool) -> InkedLine:
        """Return a line, or a part of one, with inks in the place of names.

        Args:
            line: Of a tile.
            cursor: The tile is under the cursor.
        """
        inks = self._under_cursor if cursor else self._usual
        # Made of a generator it takes half as long again, and this is done with all that is written.
        return tuple([(text, inks[name]) for text, name in line if text])
