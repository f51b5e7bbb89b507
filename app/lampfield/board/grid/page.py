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

    @property
    def look(self) -> tuple[bool, bool, bool]:
        """What its colours depend on beside the names of their styles."""
        return (self.face.cursor, self.face.lit, self.face.dim)


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
