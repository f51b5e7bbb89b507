"""One widget a tile, as a first attempt has it: ``python -m tests.bench.rivals.widgets URL``."""

import sys
from collections.abc import Sequence

from rich.text import Text
from textual.containers import ItemGrid, VerticalScroll
from textual.widget import Widget

from tests.bench.rivals.following import Person
from tests.bench.rivals.textual_app import STYLES, RivalApp
from tests.bench.rivals.tile import HEIGHT, WIDTH, tile


class Tile(Widget, can_focus=True):
    """A contact."""

    def __init__(self, person: Person) -> None:
        super().__init__()
        self._person = person

    def render(self) -> Text:
        """Return what the tile says."""
        lines = [
            Text.assemble(*((text, STYLES[colour, self.has_focus]) for text, colour in pieces))
            for pieces in tile(self._person)
        ]
        return Text("\n").join(lines)


class WidgetsApp(RivalApp):
    """One widget a tile."""

    CSS = (
        RivalApp.CSS + f"Tile {{ width: {WIDTH}; height: {HEIGHT}; }}"
        "ItemGrid { height: auto; } #grid { scrollbar-size-vertical: 0; }"
    )
    BINDINGS = [("right", "app.focus_next", "right"), ("left", "app.focus_previous", "left")]

    def make_grid(self) -> Widget:
        """Return what holds the tiles."""
        self._tiles: list[Tile] = []
        self._grid = VerticalScroll(id="grid", can_focus=False)
        return self._grid

    async def started(self, people: Sequence[Person]) -> None:
        """Make the tiles."""
        self._tiles = [Tile(person) for person in people]
        await self._grid.mount(ItemGrid(*self._tiles, min_column_width=WIDTH, max_column_width=WIDTH))
        self._tiles[0].focus()

    def changed(self, people: Sequence[Person]) -> None:
        """Let those who changed be painted anew."""
        for person in people:
            self._tiles[person.place].refresh()


if __name__ == "__main__":
    WidgetsApp(sys.argv[1]).run()
