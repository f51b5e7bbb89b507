"""Geometry: where the tile of a place in the order is. Pure arithmetic."""

from collections.abc import Sequence
from typing import NamedTuple

from textual.geometry import Region

from lampfield.board.widgets.grid.density import Density
from lampfield.model.identity import ContactId


class Geometry(NamedTuple):
    """Tiles in rows, filled from the left."""

    columns: int
    tile_width: int
    tile_height: int
    spare: int
    """Cells left over; the first columns are one wider."""

    def rows(self, count: int) -> int:
        """Return how many rows ``count`` tiles take."""
        return -(-count // self.columns)

    def lines(self, count: int) -> int:
        """Return how many lines ``count`` tiles take."""
        return self.rows(count) * self.tile_height

    def width_of(self, column: int) -> int:
        """Return the width of a column in cells."""
        return self.tile_width + (column < self.spare)

    def left_of(self, column: int) -> int:
        """Return the first cell of a column."""
        return column * self.tile_width + min(column, self.spare)

    def region(self, place: int) -> Region:
        """Return the cells of the tile at a place, in the virtual size."""
        row, column = divmod(place, self.columns)
        return Region(self.left_of(column), row * self.tile_height, self.width_of(column), self.tile_height)

    def place_at(self, x: int, y: int) -> int:
        """Return the place whose tile covers a cell of the virtual size."""
        column = next((index for index in reversed(range(self.columns)) if x >= self.left_of(index)), 0)
        return (y // self.tile_height) * self.columns + column

    def moved(self, place: int, columns: int, rows: int, count: int) -> int:
        """Return the place after a move, kept among the ``count`` tiles and in its column."""
        if rows == 0:
            return min(max(place + columns, 0), max(count - 1, 0))
        target = place + rows * self.columns
        if 0 <= target < count:
            return target
        if rows > 0:
            last_row = self.rows(count) - 1
            target = last_row * self.columns + place % self.columns
            return place if place // self.columns == last_row else min(target, count - 1)
        return place % self.columns


def geometry_for(width: int, density: Density) -> Geometry:
    """Return the geometry of a grid: as many columns as fit a width in cells."""
    columns = max(1, width // density.min_width)
    if columns == 1 and density.pair_width and width >= 2 * density.pair_width:
        columns = 2
    tile_width, spare = divmod(max(width, columns), columns)
    if tile_width > density.max_width:
        tile_width, spare = density.max_width, 0
    return Geometry(columns, tile_width, density.height, spare)


def place_of(cid: ContactId | None, order: Sequence[ContactId]) -> int | None:
    """Return the place of a contact; None if it has none.

    This is a linear search: an index of all places for each new order would take eight times as long.
    """
    try:
        return order.index(cid) if cid is not None else None
    except ValueError:
        return None
