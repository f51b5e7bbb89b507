"""Textual's DataTable, a row a contact: ``python -m tests.bench.rivals.table URL``."""

import sys
from collections.abc import Sequence

from rich.text import Text
from textual.widget import Widget
from textual.widgets import DataTable

from tests.bench.rivals.following import Person
from tests.bench.rivals.textual_app import RivalApp
from tests.bench.rivals.tile import COLOURS, LAMPS

WIDTHS = {"name": 30, "number": 8, "show": 10, "lamp": 14, "detail": 40}


def cells(person: Person) -> dict[str, Text]:
    """Return a row by its columns."""
    return {
        "name": Text(person.name),
        "number": Text(person.number),
        "show": Text(person.show or "offline", COLOURS[person.show]),
        "lamp": Text(LAMPS[person.blf], COLOURS[f"lamp{person.blf}"]),
        "detail": Text(person.party if person.blf else person.words),
    }


class TableApp(RivalApp):
    """A table."""

    def make_grid(self) -> Widget:
        """Return the table."""
        self._table: DataTable[Text] = DataTable(id="grid", cursor_type="row")
        return self._table

    async def started(self, people: Sequence[Person]) -> None:
        """Fill the table."""
        for name, width in WIDTHS.items():
            self._table.add_column(name, key=name, width=width)
        for person in people:
            self._table.add_row(*cells(person).values(), key=str(person.place))
        self._table.focus()

    def changed(self, people: Sequence[Person]) -> None:
        """Write the cells of those who changed."""
        for person in people:
            for column, text in cells(person).items():
                if column in ("show", "lamp", "detail"):
                    self._table.update_cell(str(person.place), column, text)


if __name__ == "__main__":
    TableApp(sys.argv[1]).run()
