"""Which page is on the screen while another is to come, and what must be written to turn one."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lampfield.board.widgets.grid.density import CLOSE, LARGE, NORMAL, SNUG, Density, density_for
from lampfield.board.widgets.grid.face import Moment, content_of
from lampfield.board.widgets.grid.geometry import geometry_for
from lampfield.board.widgets.grid.page import (
    DOWN,
    NO_LINES,
    UNKNOWN,
    Page,
    PreviousPage,
    Tile,
    TileLine,
    changed_in,
    turned,
)
from lampfield.board.widgets.grid.painting import AIR, Line, Span, paint
from lampfield.frontend.staleness import FRESH
from lampfield.model.contact import Contact, Party
from lampfield.model.identity import ContactId
from lampfield.model.show import Show

FIRST, SECOND = Page({}, 0, 1, ""), Page({}, 0, 2, "")
ROWS = 10
DENSITY = density_for(ROWS)
GEOMETRY = geometry_for(3 * DENSITY.min_width + 2, DENSITY)


def test_the_first_that_was_left_stands_there_until_another_is_written() -> None:
    left = PreviousPage()
    left.leave(FIRST)
    left.leave(SECOND)
    assert left.take() is FIRST
    assert left.take() is None


def test_what_stands_there_is_known_when_textual_wrote_the_page_that_comes() -> None:
    """A piece that both pages have is right, whichever is there; all others are written."""
    left = PreviousPage()
    left.leave(FIRST)
    left.note_asked()
    assert left.take() is FIRST


def test_it_is_not_known_when_textual_may_have_written_one_between() -> None:
    left = PreviousPage()
    left.leave(FIRST)
    left.note_asked()
    left.leave(SECOND)
    assert left.take() is UNKNOWN
    left.note_asked()
    left.leave(FIRST)
    left.leave(SECOND)
    assert left.take() is FIRST


def tile(name: str, blf: int, cursor: bool, place: int) -> Tile:
    """Return a tile as it is painted at a place."""
    contact = Contact(cid=ContactId(1), name=name, blf=blf)
    face = content_of(contact, Moment(0.0, FRESH), cursor=cursor)
    return Tile(face, paint(face, GEOMETRY.width_of(place % GEOMETRY.columns), DENSITY))


@st.composite
def pages(draw: st.DrawFn) -> Page:
    """Draw a page of few or many tiles, scrolled by any lines; all tiles in sight are painted."""
    said = st.tuples(st.sampled_from(["", "Ann", "Annabel"]), st.integers(0, 3), st.booleans())
    tiles = draw(st.lists(said, min_size=1, max_size=15))
    top = draw(st.integers(0, max(0, GEOMETRY.lines(len(tiles)) - ROWS)))
    return Page({place: tile(*it, place) for place, it in enumerate(tiles)}, top, len(tiles), "")


def written(rows: dict[tuple[int, int], object], x: int, y: int, line: TileLine) -> None:
    """Write on cells."""
    for text, style in line.pieces:
        for sign in text:
            rows[x, y] = (sign, style, line.cursor and style != "air")
            x += 1


def cells(page: Page) -> dict[tuple[int, int], object]:
    """Return the cells of a page."""
    rows: dict[tuple[int, int], object] = {}
    for y in range(ROWS):
        for column, line in enumerate(page.row(y, GEOMETRY)):
            written(rows, GEOMETRY.left_of(column), y, line)
    return rows


@given(pages(), pages())
def test_what_differs_makes_one_page_the_other(left: Page, page: Page) -> None:
    screen = cells(left)
    for x, y, line in turned(left, page, GEOMETRY, ROWS):
        written(screen, x, y, line)
    assert screen == cells(page)


@given(pages(), pages(), st.integers(0, 14))
def test_where_a_tile_is_not_known_all_of_it_is_written(left: Page, page: Page, place: int) -> None:
    whole = cells(left)
    left = left._replace(tiles={at: it for at, it in left.tiles.items() if at != place})
    for x, y, line in turned(left, page, GEOMETRY, ROWS):
        written(whole, x, y, line)
    assert whole == cells(page)
    assert not list(turned(page, page, GEOMETRY, ROWS))


@st.composite
def tiles(draw: st.DrawFn, density: Density) -> tuple[Line, ...]:
    """Draw the lines of a tile of a density."""
    party = st.none() | st.builds(Party, name=st.sampled_from(["Bo", "Brown Builders"]))
    contact = Contact(
        cid=ContactId(1),
        name=draw(st.sampled_from(["", "Ann", "Annabel"])),
        number=draw(st.sampled_from(["", "201"])),
        blf=draw(st.none() | st.integers(0, 3)),
        party=draw(party),
        show=draw(st.sampled_from(Show)),
    )
    return paint(content_of(contact, Moment(0.0, FRESH)), density.min_width, density)


def drawn(lines: Iterable[tuple[int, int, Line]]) -> dict[tuple[int, int], Span]:
    """Return the cells that pieces come to, each with its style."""
    screen: dict[tuple[int, int], Span] = {}
    for left, top, pieces in lines:
        x, y = left, top
        for text, style in pieces:
            if text == DOWN:
                x, y = x - 1, y + 1
                continue
            screen |= {(x + cell, y): (sign, style) for cell, sign in enumerate(text)}
            x += len(text)
    return screen


@pytest.mark.parametrize("density", [LARGE, NORMAL, SNUG, CLOSE])
@given(st.data())
def test_what_differs_makes_one_tile_the_other(density: Density, data: st.DataObject) -> None:
    before, after = data.draw(tiles(density)), data.draw(tiles(density))
    width = density.min_width
    old, new = (drawn((0, y, line) for y, line in enumerate(lines)) for lines in (before, after))
    assert old | drawn(changed_in(before, after, width)) == new
    air = {at: it for at, it in new.items() if it[1] == AIR}
    assert drawn(changed_in(NO_LINES, after, width)) | air == new
    assert not list(changed_in(after, tuple(after), width))
