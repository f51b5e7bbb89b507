"""All pairs of lamp and show, fresh and stale, differ in text alone, as they stand on the screen."""

import itertools
from collections.abc import Callable

import pytest

from lampfield.board.kit.in_ascii import in_ascii
from lampfield.config.settings import DensityChoice, LookTable, Settings
from lampfield.config.settings_file import SettingsFile
from lampfield.model.change import ContactChange, LinkChange
from lampfield.model.lamp import Lamp
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.model.show import Show, State
from tests.board.booth import NOON, Booth, booth
from tests.hub.scripted import contact

SIZES = ((170, 140), (120, 140))
"""Room for twenty large tiles, and the narrowest normal ones."""

PAIRS = tuple(itertools.product(Lamp, Show))
WORDS = {Show.ONLINE: "available", Show.AWAY: "away", Show.DND: "dnd"}


def of_pair(lamp: Lamp, show: Show) -> ContactChange:
    """Return a contact who looks like all the others, but for lamp and show."""
    states = {"desk": State(show=WORDS[show])} if show in WORDS else {}
    return contact(
        f"{lamp.name}-{show.name}@acme.test",
        name="Alex",
        number="204",
        chat_id="alex@acme.test",
        blf=lamp.blf,
        states=states,
    )


def tiles(standing: Booth) -> list[str]:
    """Return what is written on each tile, as it is on the screen."""
    grid = standing.grid
    rows = standing.lines("#grid")
    geometry = grid._geometry
    regions = [geometry.region(place) for place in range(len(grid.order))]
    return ["\n".join(row[it.x : it.right] for row in rows[it.y : it.bottom]) for it in regions]


@pytest.mark.parametrize("drawn", [str, in_ascii], ids=["unicode", "ascii"])
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("density", [DensityChoice.LARGE, DensityChoice.NORMAL, DensityChoice.CLOSE])
async def test_all_pairs_differ_in_text_alone_fresh_and_stale(
    density: DensityChoice, size: tuple[int, int], drawn: Callable[[str], str]
) -> None:
    look = LookTable(theme="lampfield-monochrome", density=density)
    settings = SettingsFile(values=Settings(look=look))
    async with booth(*(of_pair(*pair) for pair in PAIRS), size=size, settings=settings) as standing:
        await standing.sees("CALL+RING", "#grid")
        fresh = tiles(standing)
        down = (LinkChange(Link(name, LinkState.DOWN, NOON - 9)) for name in (LinkName.PHONE, LinkName.CHAT))
        standing.source.tell(*down)
        await standing.misses("○", "#grid")
        await standing.sees("~online", "#grid")
        stale = tiles(standing)
    seen = [drawn(text) for text in (*fresh, *stale)]
    assert len(seen) == 2 * len(PAIRS)
    assert len(set(seen)) == len(seen)
