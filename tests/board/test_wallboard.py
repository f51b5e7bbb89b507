"""The wallboard: for everybody to look at, and for nobody to act at."""

import pytest

from lampfield.board.keys.default import default_map
from lampfield.board.screen import LOOKING
from lampfield.cli.boards import looking_only
from lampfield.client.handles import Room
from lampfield.config.memory_file import MemoryFile
from lampfield.config.settings import DensityChoice, LookTable, Settings, TileField
from lampfield.config.settings_file import SettingsFile
from lampfield.frontend.search.conditions import LABELS
from lampfield.model.account import Right
from lampfield.model.change import ContactChange, MessageChange
from lampfield.model.contact import ContactPatch, Party
from lampfield.model.identity import ContactKey
from lampfield.model.relationship import Relationship
from lampfield.model.show import State
from tests.board.booth import Booth, booth, person
from tests.hub.caller import ACCOUNT
from tests.waiting import until

KEY = ContactKey("alice@acme.test")
ALICE = person("Alice", "201", states={"desk": State(status="at the doctor")}, email="alice@acme.test")
ASKER = person("Bob", "202", relationship=Relationship.ASKING)
PRIVATE = ("at the doctor", "0161", "Brown", "secret plan", "asks", "unread", "Reception", "@")


def rooms_of(standing: Booth) -> list[Room]:
    """Return the chats that the board knows."""
    assert standing.board.context.pbx is not None
    return list(standing.board.context.pbx.rooms)


async def test_it_is_large_and_tells_nothing_private() -> None:
    fields = (TileField.EMAIL, TileField.AGE, TileField.STATUS, TileField.COMPANY)
    settings = SettingsFile(values=Settings(look=LookTable(fields=fields)))
    async with booth(ALICE, ASKER, size=(120, 30), public=True, settings=settings) as standing:
        await standing.sees("█▀█ █   █ █   █▀ ", "#grid")
        party = Party(name="Mr Brown", number="0161 496 0000")
        standing.source.tell(
            ContactChange(KEY, ContactPatch(blf=1, party=party)),
            MessageChange(key=KEY, id="1", text="the secret plan"),
        )
        await standing.sees("● ON CALL", "#grid")
        await until(lambda: any(room.unread for room in rooms_of(standing)), "the message")
        standing.board.tick()
        await standing.pilot.pause()
        assert [words for words in PRIVATE if words in standing.text()] == []


async def test_no_key_and_no_click_does_anything_but_change_what_is_seen() -> None:
    async with booth(ALICE, ASKER, size=(120, 30), public=True) as standing:
        for key in default_map().keys:
            if key.id not in LOOKING:
                for name in key.keys:
                    await standing.press(name)
                    await standing.pilot.pause()
                    assert standing.app.screen is standing.board, key.id
        await standing.pilot.double_click("#grid", offset=(5, 1))
        await standing.pilot.pause()
        assert standing.source.asked == []
        assert standing.app.return_code is None


async def test_what_is_allowed_works() -> None:
    async with booth(ALICE, size=(120, 30), public=True) as standing:
        await standing.press("z", "z")
        await standing.misses("█▀█ █", "#grid")
        assert standing.app.settings.values.look.density is DensityChoice.NORMAL
        await standing.press("question_mark")
        await standing.sees("Move the cursor")
        await standing.misses("Dial the contact")
        await standing.press("escape", "right_square_bracket")
        await standing.pilot.pause()
        assert standing.board.search.directory.group.name == "free"


async def test_pages_turn_and_begin_again() -> None:
    people = [person(f"P{number:02}", str(number)) for number in range(20)]
    async with booth(*people, size=(120, 30), public=True) as standing:
        seen = set[float]()
        for _ in range(6):
            seen.add(standing.grid.scroll_y)
            standing.board.pages.turn()
            await standing.pilot.pause()
        assert 0.0 in seen
        assert len(seen) >= 3
        assert all(y % standing.grid.tile_height == 0 for y in seen if y < standing.grid.max_scroll_y)


@pytest.mark.parametrize("right", list(Right))
def test_its_own_account_has_no_right_at_all(right: Right) -> None:
    wall = looking_only(ACCOUNT)
    assert not wall.allows(right)
    assert (wall.name, wall.secret) != (ACCOUNT.name, ACCOUNT.secret)
    assert ACCOUNT.allows(Right.DIAL)


async def test_tabs_of_the_operator_s_own_are_not_there() -> None:
    memory = MemoryFile()
    async with booth(ALICE, ASKER, size=(120, 30), public=True, memory=memory) as standing:
        standing.board.search.directory.toggle_favourite(next(iter(standing.grid.contacts.values())))
        standing.board.tick()
        await standing.sees("Free now", "#groups")
        assert not {"Asked me", "Favourites"} & {name for name in LABELS.values() if name in standing.text()}


@pytest.mark.parametrize("rows", [24, 30, 35, 36])
async def test_no_tile_is_cut_by_the_lower_edge(rows: int) -> None:
    people = [person(f"P{number:02}", str(number)) for number in range(40)]
    async with booth(*people, size=(120, rows), public=True) as standing:
        grid = standing.grid
        await until(lambda: grid.size.height % grid.tile_height == 0, "whole rows")
        assert grid.size.height >= rows - 4 - grid.tile_height
        await standing.press("z")
        await until(lambda: grid.size.height >= rows - 4 - grid.tile_height, "room for the other density")
        await until(lambda: grid.size.height % grid.tile_height == 0, "whole rows of another density")
