"""A page: the tiles that a grid has on the screen, and which of their lines stand in a row of it."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lampfield.board.grid.face import Face
from lampfield.board.grid.geometry import Geometry
from lampfield.board.grid.painting import Line


class Tile(NamedTuple):
    """A tile as it is painted."""

    face: Face
    lines: tuple[Line, ...]


class Page(NamedTuple):
    """What is in sight of a grid."""

    tiles: Mapping[int, Tile]
    """By their places."""
    top: int
    """The line of the virtual size that stands in the first row."""
    tile_count: int
    """How many tiles the grid has in all."""
    empty_text: str
    """What it says when it has none."""

    def row(self, y: int, geometry: Geometry) -> Iterator[tuple[Line, Face]]:
        """Yield the lines of the tiles that stand in a row of the screen, from the left."""
        row, line = divmod(self.top + y, geometry.tile_height)
        first = row * geometry.columns
        for place in range(first, min(first + geometry.columns, self.tile_count)):
            if (tile := self.tiles.get(place)) is not None:
                yield tile.lines[line], tile.face


UNKNOWN = Page({}, 0, 0, "")
"""What stands on the screen is not known: all of a page that comes must be written."""


class Left:
    """What is still on the screen while another page is to come."""

    def __init__(self) -> None:
        self.page: Page | None = None
        """None when no other page is to come."""
        self._asked = False

    def leave(self, page: Page) -> None:
        """Remember a page that is left, unless one was before it that is still there."""
        if self.page is None:
            self.page = page
        elif self._asked:
            self.page = UNKNOWN
        self._asked = False

    def note_asked(self) -> None:
        """Note that Textual asked for the page that comes: whether it wrote all of it is not known."""
        self._asked = self.page is not None

    def take(self) -> Page | None:
        """Return the page that was left, and forget it."""
        page, self.page = self.page, None
        self._asked = False
        return page
