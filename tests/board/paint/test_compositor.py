"""What a layout changed is painted, whoever asked for a place before."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from unittest.mock import patch

from textual import events
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.screen import Screen
from textual.widgets import Static

from lampfield.board.paint.compositor import ExactCompositor, use_exact_compositor
from tests.waiting import until


class Shelf(VerticalScroll):
    """Much to scroll through; counts how often it was told its size."""

    told = 0

    def on_resize(self, _: events.Resize) -> None:
        self.told += 1


class Room(Screen[None]):
    """A strip, a line below it, and a shelf in what is left."""

    CSS = "#strip, #line { height: 1; } Shelf { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        use_exact_compositor(self)

    def compose(self) -> ComposeResult:
        yield Static("strip", id="strip")
        yield Static("line", id="line")
        yield Shelf(*[Static(f"row {number}") for number in range(40)])


class House(App[None]):
    """Nothing but a room."""

    def get_default_screen(self) -> Screen[None]:
        return Room()


@asynccontextmanager
async def scrolled() -> AsyncIterator[Screen[object]]:
    """Show a screen that was scrolled: its next place is asked of a new map."""
    async with House().run_test(size=(40, 12)) as pilot:
        screen = pilot.app.screen
        screen.query_one(Shelf).scroll_to(y=3, animate=False)
        await until(lambda: screen._compositor._full_map_invalidated, "a scroll")
        yield screen


@contextmanager
def painted() -> Iterator[Callable[[Region], bool]]:
    """Note what is painted; say whether a region is among it."""
    regions: set[Region] = set()

    def note(compositor: ExactCompositor) -> None:
        regions.update(compositor._dirty_regions)
        compositor._dirty_regions.clear()

    with patch.object(ExactCompositor, "render_partial_update", note):
        yield lambda region: any(it.contains_region(region) for it in regions)


async def test_what_goes_is_painted_over() -> None:
    async with scrolled() as screen:
        line = screen.query_one("#line")
        where = line.region
        with painted() as is_painted:
            line.display = False
            assert line not in screen._compositor.full_map
            await until(lambda: is_painted(where), "its place painted over")


async def test_what_moves_is_painted_where_it_is_and_was() -> None:
    async with scrolled() as screen:
        strip, line = screen.query_one("#strip"), screen.query_one("#line")
        before = line.region
        with painted() as is_painted:
            strip.display = False
            after = screen._compositor.full_map[line].region
            await until(lambda: is_painted(after) and is_painted(before), "both places painted")
    assert after.y == before.y - 1


async def test_what_grows_is_told_its_size() -> None:
    async with scrolled() as screen:
        shelf = screen.query_one(Shelf)
        told, height = shelf.told, shelf.size.height
        screen.query_one("#strip").display = False
        assert screen._compositor.full_map[shelf].region.height == height + 1
        await until(lambda: shelf.told > told, "its size told")


async def test_what_is_scrolled_back_by_a_layout_is_painted() -> None:
    async with scrolled() as screen:
        shelf, line = screen.query_one(Shelf), screen.query_one("#line")
        first = shelf.query(Static).first()
        with painted() as is_painted:
            shelf.scroll_to(y=0, animate=False)
            line.styles.width = 20
            await until(
                lambda: first.region.y == shelf.region.y and is_painted(first.region), "row 0 painted"
            )
