"""The grid's scrollbar, by mouse and as the grid is scrolled."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual import events

from lampfield.board.widgets.grid.bar import Bar
from tests.board.booth import Booth, booth, person
from tests.waiting import until

PEOPLE = 400


@asynccontextmanager
async def full_booth() -> AsyncIterator[tuple[Booth, Bar]]:
    """Run a board with more tiles than the screen holds."""
    people = [person(f"Person{number:03}", str(2000 + number)) for number in range(PEOPLE)]
    async with booth(*people) as standing:
        await standing.pilot.pause()
        yield standing, standing.board.query_one(Bar)


def thumb(standing: Booth) -> list[int]:
    """Return the rows of the bar in which a mouse can take its thumb."""
    bar = standing.board.query_one(Bar)
    lines = bar.render_lines(bar.size.region)
    styles = ((y, segment.style) for y, line in enumerate(lines) for segment in line)
    return [y for y, style in styles if style is not None and style.meta.get("@mouse.down") == "grab"]


async def test_its_thumb_goes_along_and_is_whole_when_all_fits() -> None:
    async with full_booth() as (standing, bar):
        first = thumb(standing)
        assert first[0] == 0
        assert len(first) < bar.size.height
        await standing.press("end")
        await until(lambda: thumb(standing)[-1] == bar.size.height - 1, "the thumb at the end")
        await standing.press("slash", *"2399", "enter")
        await until(lambda: len(standing.grid.order) == 1, "one found")
        assert thumb(standing) == []


async def test_a_click_below_the_thumb_goes_on_a_page_and_one_above_back() -> None:
    async with full_booth() as (standing, bar):
        await standing.pilot.mouse_down(bar, offset=(0, bar.size.height - 2))
        await standing.pilot.mouse_up(bar, offset=(0, bar.size.height - 2))
        await until(lambda: standing.grid.scroll_y == standing.grid.size.height, "a page on")
        await standing.pilot.mouse_down(bar, offset=(0, 0))
        await until(lambda: standing.grid.scroll_y == 0, "a page back")


async def test_it_is_dragged() -> None:
    async with full_booth() as (standing, bar):
        await standing.pilot.mouse_down(bar, offset=(0, 0))
        await until(lambda: bar.grabbed, "grabbed")
        await standing.pilot.hover(bar, offset=(0, 5))
        await until(lambda: standing.grid.scroll_y > 0, "the grid scrolled")
        await standing.pilot.mouse_up(bar, offset=(0, 5))
        await until(lambda: not bar.grabbed, "let go")
        top = standing.grid.scroll_y
        await standing.pilot.hover(bar, offset=(0, 9))
        await standing.pilot.pause()
        assert standing.grid.scroll_y == top


async def test_the_wheel_scrolls_over_it_as_over_the_grid() -> None:
    async with full_booth() as (standing, bar):
        x, y = bar.region.offset
        bar.post_message(events.MouseScrollDown(bar, x, y, 0, 0, 0, False, False, False, x, y))
        await until(lambda: standing.grid.scroll_y > 0, "scrolled")
        bar.post_message(events.MouseScrollUp(bar, x, y, 0, 0, 0, False, False, False, x, y))
        await until(lambda: standing.grid.scroll_y == 0, "scrolled back")
