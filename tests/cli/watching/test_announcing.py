"""``watch --announce``: what happens is announced where it is wanted, until nobody reads."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from lampfield.cli.announcing import HERE, Announcing
from lampfield.cli.client import Feed
from lampfield.cli.parser import parser
from lampfield.cli.watching import announcements
from lampfield.model.announcement import AnnouncementTopic
from tests.cli.recording.taping import watching
from tests.hub.scripted import Scripted, contact
from tests.waiting import until

ANN = contact("ann", name="Ann", number="201", blf=0)
RINGS = contact("ann", blf=2)


async def announced(announcing: Announcing, text: Callable[[], str]) -> str:
    """Return what is announced of a phone that rings."""
    source = Scripted(ANN)
    async with watching(source) as pbx:
        await until(lambda: len(pbx.contacts) == 1, "the contact")
        task = asyncio.create_task(announcements._announce(announcing, Feed(pbx)))
        await asyncio.sleep(0)
        source.tell(RINGS)
        await until(text, "the announcement")
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    return text()


@pytest.mark.parametrize(("apart", "number"), [(True, "2 0 1"), (False, "201")])
async def test_standard_output_gets_the_lines_where_they_have_no_place_of_their_own(
    number: str, monkeypatch: pytest.MonkeyPatch, *, apart: bool
) -> None:
    said: list[str] = []
    monkeypatch.setattr(announcements, "say", said.append)
    monkeypatch.setattr(announcements, "reader_gone", asyncio.Event().wait)
    told = await announced(Announcing(HERE, (AnnouncementTopic.ALL_LAMPS,), (), apart), lambda: "".join(said))
    assert told == f"ringing, Ann, {number}"


async def test_a_file_that_is_named_gets_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcements, "reader_gone", asyncio.Event().wait)
    file = tmp_path / "told"
    file.touch()
    announcing = Announcing(str(file), (AnnouncementTopic.LAMPS,), ("201",))
    assert await announced(announcing, file.read_text) == "ringing, Ann, 201\n"


async def test_it_ends_when_nobody_reads_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = asyncio.Event()
    monkeypatch.setattr(announcements, "reader_gone", gone.wait)
    source = Scripted(ANN)
    async with watching(source) as pbx:
        task = asyncio.create_task(announcements._announce(Announcing(HERE, (), ()), Feed(pbx)))
        await until(lambda: len(pbx.contacts) == 1, "the contact")
        assert not task.done()
        gone.set()
        await asyncio.sleep(0)
        source.tell(RINGS)
        await until(task.done, "the end")
        assert task.exception() is None


def test_the_settings_say_what_the_options_leave_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / "board.toml"
    settings.write_text('[announce]\npeople = ["201"]\ndigits_apart = true\n')
    monkeypatch.setenv("LAMPFIELD_SETTINGS", str(settings))
    act = announcements.announce(parser().parse_args(["watch", "--announce", HERE]))
    (announcing,) = act.args  # type: ignore[attr-defined]
    assert (announcing.to, announcing.people, announcing.digits_apart) == (HERE, ("201",), True)
