"""Readers that cannot keep up: they cost nobody else anything, and end with the truth."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from lampfield.hub import changelog
from lampfield.hub.closing import CLOSE_SECONDS
from lampfield.hub.frames import PIECE_BYTES
from lampfield.hub.outbox import READ_TOO_SLOWLY, STALL_SECONDS
from lampfield.hub.server import HUB_CLOSING, HubServer
from lampfield.model.change import MessageChange
from lampfield.model.identity import ContactKey
from tests.hub.caller import ACCOUNT, serving
from tests.hub.lines import Line, line_to
from tests.hub.replicas import replica_of
from tests.hub.scripted import Scripted, contact
from tests.waiting import until

pytestmark = pytest.mark.virtual_time

CONTACTS = 50
ROUNDS = 20
MANY = 1_000
LONG = "x" * 400


def office(round_: int) -> list[Any]:
    """Return a change of every contact."""
    return [contact(str(number), name=f"{round_} {LONG}", blf=round_ % 4) for number in range(CONTACTS)]


def many() -> list[Any]:
    """Return people whose snapshot is cut in pieces."""
    return [contact(str(number), name=f"{number} {LONG}") for number in range(MANY)]


def names_told(line: Line) -> list[str]:
    """Return the names of contacts in the notifications that a client was told, in their order."""
    told = [it.get("params", {}).get("contact", {}) for it in line.sent]
    return [value["name"] for value in told if "name" in value]


async def hears(line: Line, name: str) -> None:
    """Wait until a client is told of a contact with a name."""
    await until(lambda: name in names_told(line), f"{name[:20]} is told")


@asynccontextmanager
async def two_following(hub: HubServer) -> AsyncIterator[tuple[Line, Line]]:
    """Let a quick and a slow client follow the feed; the slow one takes nothing from now on."""
    async with line_to(hub) as quick, line_to(hub) as slow:
        await quick.start()
        await slow.start()
        slow.takes.clear()
        yield quick, slow


async def stuck(hub: HubServer, source: Scripted, line: Line) -> None:
    """Tell a change that a client does not take."""
    line.takes.clear()
    source.tell(*office(1))
    await until(lambda: line.waiting, "something that is not taken")
    assert hub.context.meter.slow_closes == 0


async def large_piece(line: Line) -> None:
    """Take what is written up to a piece that has the largest size."""
    async with asyncio.timeout(STALL_SECONDS):
        while line.waiting < PIECE_BYTES:
            line.take_one()
            await asyncio.sleep(0.01)


async def test_one_who_does_not_read_delays_nobody_and_ends_with_the_truth() -> None:
    source = Scripted(*office(0))
    async with serving(source) as hub, two_following(hub) as (quick, slow):
        for round_ in range(1, ROUNDS):
            source.tell(*office(round_))
            source.tell(MessageChange(key=ContactKey("1"), id=str(round_), text=str(round_)))
            await hears(quick, f"{round_} {LONG}")
        assert hub.context.meter.conflations == 1
        slow.takes.set()
        await hears(slow, f"{round_} {LONG}")
        assert len(slow.frames) < len(quick.frames) - ROUNDS / 2
        known, truth = replica_of(slow.sent), replica_of(quick.sent)
        assert known.contacts == truth.contacts
        (room,) = known.rooms
        told = [message.msg for message in known.messages.room(room)]
        assert told == [str(number) for number in range(1, ROUNDS)]


async def test_one_who_missed_what_is_not_kept_is_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changelog, "MAX_KEPT_CHARS", 1000)
    source = Scripted(*office(0))
    async with serving(source) as hub, two_following(hub) as (_, slow):
        await stuck(hub, source, slow)
        source.tell(*(MessageChange(key=ContactKey("1"), id=str(number), text=LONG) for number in range(9)))
        slow.takes.set()
        await until(lambda: slow.ended, "the end")
        assert slow.ended == (1013, READ_TOO_SLOWLY)
        assert hub.context.meter.slow_closes == 1


async def test_one_who_takes_nothing_at_all_is_dropped() -> None:
    clock = asyncio.get_running_loop().time
    source = Scripted(*office(0))
    async with serving(source) as hub, two_following(hub) as (_, slow):
        await stuck(hub, source, slow)
        began = clock()
        async with asyncio.timeout(3 * STALL_SECONDS):
            await slow.closed.wait()
        assert slow.aborted
        assert STALL_SECONDS - 1 <= clock() - began <= STALL_SECONDS + 1
        await until(lambda: len(hub.context.sessions) == 1, "the end of its session")
        assert hub.context.meter.slow_closes == 1


async def test_one_who_takes_little_by_little_is_not_dropped() -> None:
    source = Scripted(*office(0))
    async with serving(source) as hub, two_following(hub) as (_, slow):
        await stuck(hub, source, slow)
        for _ in range(5):
            slow.waiting -= 1
            await asyncio.sleep(STALL_SECONDS)
        assert not slow.aborted
        slow.takes.set()
        await hears(slow, f"1 {LONG}")


async def test_one_who_takes_a_piece_now_and_then_is_not_dropped() -> None:
    """The next piece may be longer than what was left of the one before."""
    source = Scripted(*many())
    async with serving(source) as hub, line_to(hub) as slow:
        await slow.log_in()
        slow.takes.clear()
        id_ = slow.ask("feed.start")
        await large_piece(slow)
        for _ in range(2):
            slow.waiting = 1
            await asyncio.sleep(STALL_SECONDS)
            slow.take_one()
            await asyncio.sleep(STALL_SECONDS)
        assert not slow.aborted
        slow.takes.set()
        assert len((await slow.answer(id_))["result"]["contacts"]) == MANY


async def test_the_hub_closes_in_time_though_one_does_not_read() -> None:
    clock = asyncio.get_running_loop().time
    source = Scripted(*office(0))
    hub = HubServer([ACCOUNT], [source])
    await hub.__aenter__()
    async with two_following(hub) as (quick, slow):
        await stuck(hub, source, slow)
        began = clock()
        await hub.__aexit__(None, None, None)
        assert CLOSE_SECONDS <= clock() - began <= CLOSE_SECONDS + 1
        assert (slow.ended, slow.aborted) == ((1001, HUB_CLOSING), True)
        assert (quick.ended, quick.aborted) == ((1001, HUB_CLOSING), False)


async def test_a_snapshot_for_one_who_does_not_read_waits_in_small_pieces() -> None:
    source = Scripted(*many())
    async with serving(source) as hub, line_to(hub) as slow, line_to(hub) as quick:
        await slow.log_in()
        slow.takes.clear()
        id_ = slow.ask("feed.start")
        await large_piece(slow)
        snapshot = await quick.start()
        assert slow.waiting == PIECE_BYTES
        source.tell(contact("0", name="Somebody else"))
        await hears(quick, "Somebody else")
        assert slow.waiting == PIECE_BYTES
        slow.takes.set()
        assert (await slow.answer(id_))["result"]["contacts"] == snapshot["contacts"]
        await hears(slow, "Somebody else")


async def test_one_who_fell_behind_stands_with_the_others_again() -> None:
    source = Scripted(*office(0))
    async with serving(source) as hub, two_following(hub) as (quick, slow):
        await stuck(hub, source, slow)
        source.tell(contact("0", name="behind"))
        await hears(quick, "behind")
        slow.takes.set()
        await hears(slow, "behind")
        (desk,) = hub.context.accounts
        flocks = desk.broadcaster._cohorts
        await until(lambda: [len(flock) for flock in flocks.values()] == [2], "both in one flock")
        source.tell(contact("0", name="abreast"))
        await hears(slow, "abreast")
        assert quick.frames[-1] == slow.frames[-1]
        assert hub.context.meter.conflations == 1
