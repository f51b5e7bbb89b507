"""The directory's file in the header: named while it is not understood, and only then."""

import pytest

from lampfield.model.change import LinkChange
from lampfield.model.link import Link, LinkName, LinkState
from tests.board.booth import NOON, booth, person
from tests.hub import scripted
from tests.hub.scripted import Scripted


async def test_a_file_that_is_not_understood_stands_in_the_header_with_its_age_and_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    up = LinkChange(Link(LinkName.DIRECTORY, LinkState.UP, NOON, "scripted"))
    monkeypatch.setattr(scripted, "UP", (*scripted.UP, up))
    monkeypatch.setattr(Scripted, "links", Scripted.links | {LinkName.DIRECTORY})
    async with booth(person("Alice", "201")) as standing:
        assert "directory" not in standing.text("#header")
        why = "people.csv was not loaded: it is empty"
        standing.source.tell(
            LinkChange(Link(LinkName.DIRECTORY, LinkState.DOWN, NOON - 180, "scripted", why))
        )
        await standing.sees("● phone  ● chat  ✗ directory 3m", "#header")
        await standing.pilot.press("l")
        await standing.sees("✗ directory down for 3m (scripted)")
        await standing.sees(why)
        await standing.pilot.press("escape")
        standing.source.tell(up)
        await standing.misses("directory", "#header")
