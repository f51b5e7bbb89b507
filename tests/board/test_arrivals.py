"""Those who come are shown at once, and many frames of them at a time."""

import pytest

from lampfield.board import screen
from lampfield.model.change import ContactGone
from lampfield.model.identity import ContactKey
from tests.board.booth import Booth, booth, person
from tests.waiting import until

ALICE = person("Alice", "201")
BOB = person("Bob", "202")
CAROL = person("Carol", "203")


def names(standing: Booth) -> list[str]:
    """Return who has a tile, in their order."""
    return [standing.grid.contacts[cid].name for cid in standing.grid.order]


async def known(standing: Booth, count: int) -> None:
    """Wait until the board was told of so many contacts."""
    await until(lambda: len(standing.grid.contacts) == count, f"{count} contacts")
    await standing.pilot.pause()


async def test_who_comes_in_the_wake_of_another_is_shown_soon() -> None:
    async with booth(CAROL) as standing:
        for count, arrival in enumerate((BOB, ALICE), 2):
            standing.source.tell(arrival)
            await known(standing, count)
        await until(lambda: names(standing) == ["Alice", "Bob", "Carol"], "all tiles")


async def test_the_order_is_not_found_anew_for_each_frame_of_them_but_whoever_goes_is_gone_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(screen, "ARRIVAL_SECONDS", 3600.0)
    async with booth(CAROL) as standing:
        standing.source.tell(BOB)
        await until(lambda: names(standing) == ["Bob", "Carol"], "Bob's tile")
        standing.source.tell(ALICE)
        await known(standing, 3)
        assert names(standing) == ["Bob", "Carol"]
        standing.source.tell(ContactGone(ContactKey("bob@acme.test")))
        await until(lambda: names(standing) == ["Alice", "Carol"], "Alice's tile, and none of Bob")


async def test_the_cursor_stays_on_the_first_tile_until_the_operator_does_something() -> None:
    async with booth(CAROL) as standing:
        standing.source.tell(BOB)
        await until(lambda: under_the_cursor(standing) == "Bob", "the cursor on Bob")
        standing.source.tell(ALICE)
        await until(lambda: under_the_cursor(standing) == "Alice", "the cursor on Alice")


async def test_then_it_stays_on_its_contact() -> None:
    async with booth(CAROL) as standing:
        await standing.press("down")
        standing.source.tell(BOB)
        await until(lambda: names(standing) == ["Bob", "Carol"], "Bob's tile")
        assert under_the_cursor(standing) == "Carol"


def under_the_cursor(standing: Booth) -> str:
    """Return whose tile the cursor is on."""
    cid = standing.grid.cursor
    assert cid is not None
    return standing.grid.contacts[cid].name
