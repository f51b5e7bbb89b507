"""A page: the visible tiles of a grid, and the differences between two pages. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from lampfield.board.paint.lines import changed_parts
from lampfield.board.widgets.grid.density import MOST_LINES
from lampfield.board.widgets.grid.face import TileContent
from lampfield.board.widgets.grid.geometry import Geometry
from lampfield.board.widgets.grid.painting import EDGE_CELLS, Line, Span, air

DOWN = "\b\x1b[B"
"""Moves from the cell after a character to the one below the character (BS and CUD, ECMA-48)."""

NO_LINES: tuple[Line, ...] = ((),) * MOST_LINES
"""What a tile has in common with itself in other colours: nothing."""


class Tile(NamedTuple):
    """A painted tile."""

    face: TileContent
    lines: tuple[Line, ...]


def changed_in(before: Sequence[Line], after: Sequence[Line], width: int) -> Iterator[tuple[int, int, Line]]:
    """Yield column, line and text of the parts of a tile to write over another one of the same width.

    The edges come last, one below the other: they share a style, and moving down takes fewer bytes than
    setting it.
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
    """Return edges one below the other, as pieces of one line."""
    return (edge, *((DOWN, edge[1]), edge) * (count - 1))


class TileLine(NamedTuple):
    """A line of a tile in a row of the screen; empty if unknown."""

    pieces: Line
    cursor: bool
    """Whether the tile is under the cursor."""


class Page(NamedTuple):
    """The visible part of a grid."""

    tiles: Mapping[int, Tile]
    """By place."""
    top: int
    """The line of the virtual size in the first row."""
    tile_count: int
    """The number of tiles of the whole grid."""
    empty_text: str
    """The text shown without tiles."""

    def row(self, y: int, geometry: Geometry) -> list[TileLine]:
        """Return a row of the screen, column by column."""
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
    """Yield column, row and text of the parts to write to turn from one page with tiles to another.

    Args:
        left: The page on the screen.
        page: The next page.
        geometry: The geometry of both.
        rows: The height in rows.
    """
    lefts = [geometry.left_of(column) for column in range(geometry.columns)]
    for y in range(rows):
        for x, old, new in zip(lefts, left.row(y, geometry), page.row(y, geometry), strict=True):
            if old != new:
                before = old.pieces if old.cursor == new.cursor else ()
                for part in changed_parts(before, new.pieces):
                    yield x + part.x, y, TileLine(part.pieces, new.cursor)


UNKNOWN = Page({}, 0, 0, "")
"""The contents of the screen are unknown: the next page must be written in full."""


class PreviousPage:
    """The page that is still on the screen while another one is due."""

    def __init__(self) -> None:
        self.page: Page | None = None
        """None if no other page is due."""
        self._asked = False

    def leave(self, page: Page) -> None:
        """Remember a page, unless an earlier one is still on the screen."""
        if self.page is None:
            self.page = page
        elif self._asked:
            self.page = UNKNOWN
        self._asked = False

    def note_asked(self) -> None:
        """Record that Textual asked for the next page: it may have written only part of it."""
        self._asked = self.page is not None

    def take(self) -> Page | None:
        """Return the remembered page, and forget it."""
        page, self.page = self.page, None
        self._asked = False
        return page
