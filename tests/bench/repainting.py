"""What a change costs: the tile that changed, beside the whole grid."""

import asyncio
import time

import msgspec
from textual.app import App, ComposeResult

from lampfield.board.app import REGIONS
from lampfield.board.grid.grid import ContactGrid
from lampfield.board.stylesheets import stylesheet
from lampfield.board.theme import LAMPFIELD_DARK
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId

CONTACTS = 10_000
CHANGES = 300


class GridAlone(App[None]):
    """A grid and nothing else."""

    CSS_PATH = [stylesheet(f"{region}.tcss") for region in REGIONS]

    def __init__(self) -> None:
        super().__init__()
        self.register_theme(LAMPFIELD_DARK)
        self.theme = LAMPFIELD_DARK.name
        self.contacts = {
            ContactId(number): Contact(
                cid=ContactId(number), name=f"Person {number}", number=str(number), blf=0
            )
            for number in range(CONTACTS)
        }

    def compose(self) -> ComposeResult:
        """Lay out the grid."""
        yield ContactGrid(self.contacts)


async def seconds_per_change(*, whole: bool) -> tuple[float, float]:
    """Return CPU seconds and painted tiles for one change of a visible contact.

    Args:
        whole: Refresh the whole grid at each change, as a program does that does not know what changed.
    """
    app = GridAlone()
    async with app.run_test(size=(200, 50)) as pilot:
        grid = app.query_one(ContactGrid)
        grid.set_order(list(app.contacts))
        await pilot.pause()
        tiles, began = grid.tiles_painted, time.process_time()
        for change in range(CHANGES):
            cid = ContactId(change % 40)
            app.contacts[cid] = msgspec.structs.replace(app.contacts[cid], blf=(change // 40) % 4)
            if whole:
                grid.set_order(grid.order)
            else:
                grid.changed({cid})
            await pilot.pause()
        return (time.process_time() - began) / CHANGES, (grid.tiles_painted - tiles) / CHANGES


def report() -> None:
    """Print both, and their ratio."""
    one, one_tiles = asyncio.run(seconds_per_change(whole=False))
    all_, all_tiles = asyncio.run(seconds_per_change(whole=True))
    print(f"a change, its tile painted       {one * 1000:6.2f} ms   {one_tiles:5.1f} tiles")
    beside = f"{all_tiles:5.1f} tiles   {all_ / one:4.1f} x"
    print(f"a change, all tiles painted      {all_ * 1000:6.2f} ms   {beside}")
