"""A page: the tiles that a grid has on the screen, and what differs between two of them. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from lampfield.board.paint.lines import changed_parts
from lampfield.board.widgets.grid.density import MOST_LINES
from lampfield.board.widgets.grid.face import Face
from lampfield.board.widgets.grid.geometry import Geometry
from lampfield.board.widgets.grid.painting import EDGE_CELLS, Line, Span, air

DOWN = "\b\x1b[B"
"""Goes from the cell after a sign to the one below the sign (BS and CUD, ECMA-48)."""

NO_LINES: tuple[Line, ...] = ((),) * MOST_LINES
"""What a tile has in common with itself in other colours."""


class Tile(NamedTuple):
    """A tile as it is painted."""

    face: Face
    lines: tuple[Line, ...]


def changed_in(before: Sequence[Line], after: Sequence[Line], width: int) -> Iterator[tuple[int, int, Line]]:
    """Yield column, line and text of what must be written of a tile where another one of that width stands.

    The edges come last, one below the other: they are of one style, and to go down takes fewer bytes than it.
    """
    edges: list[tuple[int, Span]] = []
    for line, (old, new) in enumerate(zip(before, after, strict=False)):
        if new is not old:
            for x, pieces in changed_parts(old[:-2], new[:-2]):
                yield x, line, pieces
            if new[-2:-1] != old[-2:-1]:
                edges.append((line, new[-2]))
    while edges:
        top, edge = edges[0]
        count = next((n for n, it in enumerate(edges) if it != (top + n, edge)), len(edges))
        yield width - EDGE_CELLS, top, _column(edge, count)
        del edges[:count]


@lru_cache(maxsize=64)
def _column(edge: Span, count: int) -> Line:
    """Return so many edges one below the other, as pieces of one line."""
    return (edge, *((DOWN, edge[1]), edge) * (count - 1))


class TileLine(NamedTuple):
    """A line of a tile in a row of the screen; nothing where it is not known."""

    pieces: Line
    cursor: bool
    """It is the tile under the cursor."""


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

    def row(self, y: int, geometry: Geometry) -> list[TileLine]:
        """Return what stands in a row of the screen, column by column."""
        row, line = divmod(self.top + y, geometry.tile_height)
        first = row * geometry.columns
        return [
            self._tile_line(first + column, line, geometry.width_of(column))
            for column in range(geometry.columns)
        ]

    def _tile_line(self, place: int, line: int, width: int) -> TileLine:
        tile = self.tiles.get(place)
        if tile is not None:
            return TileLine(tile.lines[line], tile.face.cursor)
        return TileLine(air(width) if place >= self.tile_count else (), cursor=False)


def turned(left: Page, page: Page, geometry: Geometry, rows: int) -> Iterator[tuple[int, int, TileLine]]:
    """Yield column, row and text of what must be written to turn a page that has tiles to another.

    Args:
        left: What stands on the screen.
        page: What is to stand there.
        geometry: Where the tiles of both are.
        rows: How many rows there are.
    """
    lefts = [geometry.left_of(column) for column in range(geometry.columns)]
    for y in range(rows):
        for x, old, new in zip(lefts, left.row(y, geometry), page.row(y, geometry), strict=True):
            if old != new:
                before = old.pieces if old.cursor == new.cursor else ()
                for part in changed_parts(before, new.pieces):
                    yield x + part.x, y, TileLine(part.pieces, new.cursor)


UNKNOWN = Page({}, 0, 0, "")
"""What stands on the screen is not known: all of a page that comes must be written."""


class PreviousPage:
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
