"""The grid's own way to the screen shows what Textual's would."""

import random

import pytest
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from lampfield.model.change import ContactChange
from lampfield.model.contact import ContactPatch, Direction, Party
from lampfield.model.identity import ContactKey
from lampfield.model.show import State
from tests.board.booth import booth, person
from tests.board.sight import Sight

STEPS = 60


def cells(strips: list[Strip]) -> list[list[tuple[str, str]]]:
    """Return each cell's sign and style."""
    return [[(sign, str(segment.style)) for segment in strip for sign in segment.text] for strip in strips]


def same(visible: Sight) -> bool:
    """Say whether both ways give the same cells: of the whole grid, and of a part of it."""
    grid = visible.grid
    whole = grid.region.size.region
    part = Region(7, 2, whole.width // 2, whole.height // 2)
    grid._styles_cache.clear()
    return all(
        cells(grid.render_lines(crop)) == cells(Widget.render_lines(grid, crop)) for crop in (whole, part)
    )


@pytest.mark.parametrize("size", [(120, 35), (80, 24), (200, 50)])
async def test_both_ways_agree_over_a_random_run(size: tuple[int, int]) -> None:
    chance = random.Random(size[0])
    people = [person(f"Person{number}", str(200 + number)) for number in range(90)]
    async with booth(*people, size=size) as standing:
        for step in range(STEPS):
            change(standing.source.tell, chance)
            if step % 3 == 0:
                await standing.press(chance.choice(["down", "right", "pagedown", "up", "end", "home"]))
            await standing.pilot.pause()
            assert same(standing), f"step {step}"


def change(tell: object, chance: random.Random) -> None:
    """Let somebody's phone, presence or words be others."""
    key = ContactKey(f"person{chance.randrange(90)}@acme.test")
    blf = chance.choice([None, 0, 1, 2, 3])
    party = Party("王小明", "0161", chance.choice(list(Direction)), since=1) if blf else None
    states = chance.choice([{}, {"desk": State("dnd", "état ✓")}, {"desk": State("away")}])
    tell(ContactChange(key, ContactPatch(blf=blf, party=party, states=states)))  # type: ignore[operator]
