"""The short way to the terminal shows what the long one does, cell for cell."""

import os
import sys

import pytest
from pyte.screens import Char, Screen
from rich.cells import cell_len

from tests.repository import ROOT
from tests.terminal import Terminal

STEPS = int(os.environ.get("LAMPFIELD_STORM_STEPS", "150"))
"""How much happens in each terminal; a longer run is for a change of the short way itself."""


class Watched(Screen):
    """A terminal's screen that remembers what stood on it when its title was set."""

    def __init__(self, columns: int, rows: int) -> None:
        super().__init__(columns, rows)
        self.moments: dict[str, list[list[Char]]] = {}

    def set_title(self, param: str) -> None:
        """Note the cells of this moment, or take another size."""
        super().set_title(param)
        if param.startswith("size "):
            columns, rows = map(int, param.removeprefix("size ").split("x"))
            self.resize(rows, columns)
            return
        self.moments[param] = [self._cells(row) for row in range(self.lines)]

    def _cells(self, row: int) -> list[Char]:
        """Return a row. A wide sign half of which was written over is gone, as terminals have it."""
        cells = [self.buffer[row][column] for column in range(self.columns)]
        beside = [*(cell.data for cell in cells[1:]), ""]
        return [
            cell._replace(data=" ") if cell_len(cell.data) == 2 and right else cell
            for cell, right in zip(cells, beside, strict=True)
        ]


def unlike(short: list[list[Char]], long: list[list[Char]], rows: list[int]) -> str:
    """Return the first cells of some rows that differ, as both ways have them."""
    differing = [
        f"{row}:{column} {one} not {other}"
        for row in rows
        for column, (one, other) in enumerate(zip(short[row], long[row], strict=True))
        if one != other
    ]
    return "\n".join(differing[:4])


def shown(cells: list[list[Char]], rows: list[int]) -> str:
    """Return the text of some rows."""
    return "\n".join(f"{row:3} {''.join(cell.data for cell in cells[row])}" for row in rows)


@pytest.mark.parametrize(("columns", "rows", "seed"), [(80, 24, 1), (120, 35, 2), (200, 50, 3)])
@pytest.mark.timeout(60 + STEPS)
async def test_both_ways_agree_over_a_storm(columns: int, rows: int, seed: int) -> None:
    """Calls, searches, dialogs, toasts, keys, changes, sizes and themes, with wide and joined signs."""
    command = [sys.executable, "-m", "tests.board.paint.storm_program", str(seed), str(STEPS)]
    screen = Watched(columns, rows)
    async with Terminal(command, columns, rows, {"PYTHONPATH": str(ROOT)}, screen=screen) as terminal:
        ended = lambda: screen.title.startswith("the end")  # noqa: E731
        await terminal.is_so(ended, "the end of the storm", 30.0 + STEPS * 0.3)
    checked = [name.removeprefix("short ") for name in screen.moments if name.startswith("short ")]
    assert len(checked) == STEPS // 10
    for step in checked:
        short, long = screen.moments[f"short {step}"], screen.moments[f"long {step}"]
        differing = [row for row in range(len(long)) if short[row] != long[row]]
        cells = unlike(short, long, differing)
        texts = f"{shown(short, differing)}\nnot\n{shown(long, differing)}"
        assert not differing, f"after step {step}:\n{cells}\n{texts}"
    spans = int(screen.title.removeprefix("the end: "))
    assert spans > STEPS // 2, "the short way was taken"
