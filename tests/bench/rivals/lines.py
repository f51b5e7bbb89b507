"""Textual's line API as its guide has it: ``python -m tests.bench.rivals.lines URL``.

One widget, `render_line`, a cache of what is painted, `refresh` with the region of each tile that changed.
"""

import sys
from collections.abc import Sequence

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from tests.bench.rivals.following import Person
from tests.bench.rivals.textual_app import STYLES, RivalApp
from tests.bench.rivals.tile import COLUMNS, GRID_WIDTH, HEIGHT, WIDTH, tile


class TileGrid(ScrollView, can_focus=True, inherit_bindings=False):
    """Tiles over a virtual size."""

    def __init__(self) -> None:
        super().__init__(id="grid")
        self._people: Sequence[Person] = ()
        self._strips: dict[int, list[Strip]] = {}
        self._cursor = 0

    def show(self, people: Sequence[Person]) -> None:
        """Show everybody."""
        self._people = people
        self.virtual_size = Size(GRID_WIDTH, -(-len(people) // COLUMNS) * HEIGHT)
        self.refresh()

    def changed(self, people: Sequence[Person]) -> None:
        """Show those who changed, as far as they are in sight."""
        top = int(self.scroll_y) // HEIGHT * COLUMNS
        end = top + (self.size.height // HEIGHT + 2) * COLUMNS
        places = {person.place for person in people}
        self._paint([place for place in places if top <= place < end])

    def key_right(self) -> None:
        """Move the cursor."""
        self._move(1)

    def key_left(self) -> None:
        """Move the cursor."""
        self._move(-1)

    def render_line(self, y: int) -> Strip:
        """Return a line of the screen."""
        row, line = divmod(y + int(self.scroll_y), HEIGHT)
        places = range(row * COLUMNS, min((row + 1) * COLUMNS, len(self._people)))
        return Strip.join([self._tile(place)[line] for place in places]).adjust_cell_length(self.size.width)

    def _move(self, step: int) -> None:
        before, self._cursor = self._cursor, max(0, self._cursor + step)
        self._paint([before, self._cursor])

    def _paint(self, places: Sequence[int]) -> None:
        for place in places:
            self._strips.pop(place, None)
        regions = [Region(*self._corner(place), WIDTH, HEIGHT) for place in places]
        if regions:
            self.refresh(*regions)

    def _corner(self, place: int) -> tuple[int, int]:
        row, column = divmod(place, COLUMNS)
        return column * WIDTH, row * HEIGHT - int(self.scroll_y)

    def _tile(self, place: int) -> list[Strip]:
        strips = self._strips.get(place)
        if strips is None:
            cursor = place == self._cursor
            strips = self._strips[place] = [
                Strip([Segment(text, STYLES[colour, cursor]) for text, colour in pieces], WIDTH)
                for pieces in tile(self._people[place])
            ]
        return strips


class LinesApp(RivalApp):
    """The line API."""

    def make_grid(self) -> Widget:
        """Return the grid."""
        self._grid = TileGrid()
        return self._grid

    async def started(self, people: Sequence[Person]) -> None:
        """Show everybody."""
        self._grid.show(people)
        self._grid.focus()

    def changed(self, people: Sequence[Person]) -> None:
        """Show those who changed."""
        self._grid.changed(people)


if __name__ == "__main__":
    LinesApp(sys.argv[1]).run()
