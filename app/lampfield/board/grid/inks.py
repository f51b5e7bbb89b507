"""The inks of tiles, and how their lines reach a terminal: each is worked out once."""

from collections.abc import Callable

from rich.style import Style
from textual.widget import Widget

from lampfield.board.canvas.frame import Frame
from lampfield.board.canvas.ink import Ink
from lampfield.board.canvas.lines import InkedLine, is_sure_line
from lampfield.board.canvas.run import Run, run_of
from lampfield.board.grid.painting import Line
from lampfield.board.grid.styles import style_of

MOST_RUNS = 1024
"""How many pieces of lines are kept as the terminal gets them: lamps, shows, some texts."""


class TileInks:
    """What the styles of a tile's painting look like.

    Args:
        grid: Whose stylesheet counts.
        ink: Makes an ink of a style.
    """

    def __init__(self, grid: Widget, ink: Callable[[Style], Ink]) -> None:
        self._grid = grid
        self._ink = ink
        self._inks: dict[tuple[str, bool], Ink] = {}
        self._runs: dict[tuple[Line, bool], Run] = {}

    def forget(self) -> None:
        """Forget everything: the colours are others now."""
        self._inks, self._runs = {}, {}

    def of(self, name: str, *, cursor: bool = False) -> Ink:
        """Return the ink of a style, on the tile under the cursor or on another."""
        key = name, cursor
        ink = self._inks.get(key)
        if ink is None:
            ink = self._inks[key] = self._ink(style_of(self._grid, name, cursor=cursor))
        return ink

    def inked(self, line: Line, *, cursor: bool) -> InkedLine:
        """Return a line with inks in the place of names."""
        return tuple((text, self.of(name, cursor=cursor)) for text, name in line if text)

    def write(self, frame: Frame, x: int, y: int, pieces: Line, *, cursor: bool) -> None:
        """Write pieces of a tile's line.

        Args:
            frame: Where to.
            x: Column on the screen.
            y: Row on the screen.
            pieces: They.
            cursor: The tile is under the cursor.
        """
        key = pieces, cursor
        run = self._runs.get(key)
        if run is None:
            line = self.inked(pieces, cursor=cursor)
            if not is_sure_line(line):
                frame.write(x, y, line)
                return
            if len(self._runs) >= MOST_RUNS:
                self._runs.clear()
            run = self._runs[key] = run_of(line)
        frame.put(x, y, run)
