"""The short way, step by step: after each change the terminal shows what Textual would have painted."""

import random

import pytest
from rich.style import Style
from textual.geometry import Offset, Region
from textual.selection import Selection

from lampfield.board.paint import direct
from lampfield.board.paint.direct import VisibleRegion
from lampfield.board.paint.frame import TerminalFrame
from lampfield.board.paint.lines import Part
from lampfield.board.widgets.card.pane import CardText
from lampfield.model.show import State
from tests.board.booth import booth, person
from tests.board.paint.short_way import ShortWay
from tests.hub.scripted import contact

PEOPLE = [person(f"Person{number}", str(200 + number)) for number in range(60)]
STEPS = 16


def key(number: int) -> str:
    """Return the key of a person."""
    return f"person{number}@acme.test"


def looks(card: CardText, y: int) -> list[str]:
    """Return the style of each cell of a row of the card."""
    return [str(it.style) for it in card.strip_at(y) for _ in it.text]


async def test_a_tile_a_card_and_the_header_show_what_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    async with booth(*PEOPLE) as standing:
        short = ShortWay(standing, monkeypatch)
        standing.source.tell(contact(key(0), blf=2, states={"desk": State("dnd", "at lunch")}))
        await standing.sees("RINGING", "#card")
        await short.settle()
        assert short.frames
        assert short.unlike() == []
        assert len("".join(short.frames)) < 4000


@pytest.mark.parametrize("size", [(80, 24), (120, 35)])
async def test_it_agrees_with_textual_over_a_random_run(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(size[0])
    async with booth(*PEOPLE, size=size) as standing:
        short = ShortWay(standing, monkeypatch)
        for step in range(STEPS):
            short.begin()
            if step % 4 == 3:
                await standing.press(chance.choice(["down", "up", "right", "left"]))
            blf = chance.choice([None, 0, 1, 2, 3])
            status = chance.choice(["", "état ✓", "王小明", "कि की", "back at 3"])
            states = {"desk": State(chance.choice(["dnd", "away", "available"]), status)}
            standing.source.tell(contact(key(chance.randrange(12)), blf=blf, states=states))
            await standing.pilot.pause()
            await short.settle()
            assert short.unlike() == [], f"step {step}"
        assert short.frames


async def test_with_little_room_it_takes_more_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    async with booth(*PEOPLE) as standing:
        short = ShortWay(standing, monkeypatch)
        monkeypatch.setattr(direct, "room_chars", lambda _: 100)
        standing.source.tell(*(contact(key(number), blf=1) for number in range(20)))
        await standing.sees("ON CALL", "#card")
        await short.settle()
        assert short.unlike() == []
        assert len(short.frames) > 5
        assert all(len(frame) < 2000 for frame in short.frames)


async def test_a_covered_row_is_left_to_textual(monkeypatch: pytest.MonkeyPatch) -> None:
    async with booth(*PEOPLE[:3]) as standing:
        grid, left = standing.grid, list[Region]()
        monkeypatch.setattr(grid, "_leave_to_textual", left.append)
        parts = [Part(3, (("free", grid.term_style(Style())),))]
        at = Region(10, 5, grid.region.width, grid.region.height)
        cover = Region(12, 9, 4, 2)
        for row, sight in ((3, (cover,)), (4, (cover,)), (5, (cover,)), (6, (cover,)), (4, ())):
            frame = TerminalFrame(1000)
            grid._write_row(frame, VisibleRegion(at, sight), row, parts)
            is_covered = bool(sight) and row in (4, 5)
            assert (f"\x1b[{6 + row};14H" in frame.text) is not is_covered
        grid._write_row(None, VisibleRegion(at, ()), 1, parts)
        grid._write_row(TerminalFrame(1000), None, 2, parts)
        grid._write_row(TerminalFrame(1000), None, 8, [])
        assert left == [Region(0, row, grid.region.width, 1) for row in (4, 5, 1, 2)]


async def test_while_text_is_selected_textual_paints_the_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    async with booth(*PEOPLE[:3]) as standing:
        card = standing.board.query_one(CardText)
        row = next(y for y in range(card.size.height) if "chat " in card.strip_at(y).text)
        before = looks(card, row)
        standing.board.selections = {card: Selection(Offset(2, row), Offset(5, row))}
        marked = looks(card, row)
        assert [x for x in range(len(before)) if marked[x] != before[x]] == [2, 3, 4]
        short = ShortWay(standing, monkeypatch)
        standing.source.tell(contact(key(0), blf=1))
        await standing.sees("ON CALL", "#card")
        await short.settle()
        assert short.frames == []
