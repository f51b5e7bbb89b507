"""What a change costs in the grid by itself: the tile that changed, beside the whole grid.

There is no terminal here and no feed: this is the public way through Textual, which the board takes where the
short way is not open.
"""

import time

import msgspec
from textual.app import App, ComposeResult

from lampfield.board.app import REGIONS
from lampfield.board.stylesheets import stylesheet
from lampfield.board.themes.dark import THEME as LAMPFIELD_DARK
from lampfield.board.widgets.grid.grid import ContactGrid
from lampfield.model.identity import ContactId
from tests.bench import rows
from tests.bench.bench import Bench
from tests.bench.feed.people import people
from tests.bench.programs import Who
from tests.bench.stage import COLUMNS, IN_SIGHT, ROWS

CONTACTS = 10_000
CHANGES = 40


class GridAlone(App[None]):
    """A grid and nothing else."""

    CSS_PATH = [stylesheet(f"{region}.tcss") for region in REGIONS]

    def __init__(self) -> None:
        super().__init__()
        self.register_theme(LAMPFIELD_DARK)
        self.theme = LAMPFIELD_DARK.name
        self.contacts = {ContactId(n): contact for n, contact in enumerate(people(CONTACTS))}

    def compose(self) -> ComposeResult:
        """Lay out the grid."""
        yield ContactGrid(self.contacts)


async def measure(bench: Bench) -> None:
    """Measure both in turn."""
    for _ in range(bench.runs):
        bench.book.note(rows.ONE_TILE, Who.BOARD, await _milliseconds(whole=False))
        bench.book.note(rows.ALL_TILES, Who.BOARD, await _milliseconds(whole=True))


async def _milliseconds(*, whole: bool) -> float:
    """Return the processor time of one change of a visible contact.

    Args:
        whole: Lay out the whole grid at each change, as a program does that does not know what changed.
    """
    app = GridAlone()
    async with app.run_test(size=(COLUMNS, ROWS)) as pilot:
        grid = app.query_one(ContactGrid)
        grid.set_order(list(app.contacts))
        await pilot.pause()
        began = time.process_time()
        for change in range(CHANGES):
            cid = ContactId(change % IN_SIGHT)
            app.contacts[cid] = msgspec.structs.replace(app.contacts[cid], blf=change // IN_SIGHT % 4)
            if whole:
                grid.set_order(grid.order)
            else:
                grid.changed({cid})
            await pilot.pause()
        return (time.process_time() - began) / CHANGES * 1000
