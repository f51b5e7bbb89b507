"""Readers that cannot keep up: they cost nobody else anything, and end with the truth."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import pytest
from websockets.exceptions import ConnectionClosed

from lampfield.feed.envelope import decode_frame, decode_params
from lampfield.feed.notices import NOTICES
from lampfield.feed.replica import Replica
from lampfield.feed.requests import Started
from lampfield.hub import closing, journal, writing
from lampfield.hub.frame import PIECE_BYTES
from lampfield.hub.server import HubServer
from lampfield.model.change import MessageChange
from lampfield.model.identity import ContactKey
from tests.hub.caller import ACCOUNT, Caller, calling, serving
from tests.hub.scripted import Scripted, contact
from tests.waiting import until

CONTACTS = 50
ROUNDS = 4000
LONG = "x" * 400
"""Makes a change so large that the buffers of the operating system are full soon."""


@asynccontextmanager
async def calling_slowly(hub: HubServer) -> AsyncIterator[Caller]:
    """Connect over a line that takes little before it must be read."""
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    sock.connect(("127.0.0.1", hub.port))
    sock.setblocking(False)
    others = set(hub.house.sessions)
    async with calling(hub, sock=sock, max_queue=1, close_timeout=0.1) as caller:
        (connection,) = hub.house.sessions - others
        connection.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        yield caller


def office(round_: int) -> list[Any]:
    """Return a change of every contact."""
    return [contact(str(number), name=f"{round_} {LONG}", blf=round_ % 4) for number in range(CONTACTS)]


def waiting_bytes(hub: HubServer) -> int:
    """Return how much is written but not sent, of all clients."""
    return sum(sock.transport.get_write_buffer_size() for sock in hub.house.sessions)


async def read_on(caller: Caller, replica: Replica, last: str) -> None:
    """Read frames into a replica until a contact is as it was told last."""
    while not any(value.name == last for value in replica.contacts.values()):
        await caller.frame()
        load(caller, replica)


def load(caller: Caller, replica: Replica) -> None:
    """Apply the frame that was read last to a replica."""
    for envelope in decode_frame(msgspec.json.encode(caller.frames[-1])):
        if isinstance(envelope.method, str):
            replica.apply([decode_params(envelope, NOTICES[envelope.method])])
        elif isinstance(envelope.result, msgspec.Raw):
            replica.apply([msgspec.json.decode(envelope.result, type=Started)])


async def test_one_who_does_not_read_delays_nobody_and_ends_with_the_truth() -> None:
    source = Scripted(*office(0))
    async with (
        serving(source) as hub,
        calling(hub) as quick,
        calling_slowly(hub) as slow,
    ):
        replicas = Replica(), Replica()
        for caller, replica in zip((quick, slow), replicas, strict=True):
            await caller.start()
            load(caller, replica)
        most = 0
        for round_ in range(1, ROUNDS // CONTACTS + 1):
            source.tell(*office(round_))
            source.tell(MessageChange(key=ContactKey("1"), id=str(round_), text=str(round_)))
            await read_on(quick, replicas[0], f"{round_} {LONG}")
            most = max(most, waiting_bytes(hub))
        assert most < 3 * len(str(office(0)))
        assert hub.house.meter.conflations > 0
        await read_on(slow, replicas[1], f"{round_} {LONG}")
        assert len(slow.frames) < len(quick.frames)
        assert replicas[1].contacts == replicas[0].contacts
        room = next(iter(replicas[0].rooms))
        told = [message.msg for message in replicas[1].messages.room(room)]
        assert told == [str(number) for number in range(1, round_ + 1)]


async def stuck(hub: HubServer, source: Scripted) -> None:
    """Tell changes until one client's line is full."""

    def full() -> bool:
        source.tell(*office(hub.house.meter.frames))
        return waiting_bytes(hub) > 0

    await until(full, "a full line")


async def test_one_who_missed_what_is_not_kept_is_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "MAX_KEPT_CHARS", 1000)
    source = Scripted(*office(0))
    async with serving(source) as hub, calling_slowly(hub) as slow:
        await slow.start()
        await stuck(hub, source)
        source.tell(*(MessageChange(key=ContactKey("1"), id=str(number), text=LONG) for number in range(9)))
        with pytest.raises(ConnectionClosed):
            await slow.notice("never told")
        assert slow.socket.close_code == 1013
        assert "Connect again" in (slow.socket.close_reason or "")
        assert hub.house.meter.slow_closes == 1


async def test_one_who_takes_nothing_at_all_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "STALL_SECONDS", 0.1)
    source = Scripted(*office(0))
    async with serving(source) as hub, calling_slowly(hub) as slow:
        await slow.start()

        def dropped() -> bool:
            source.tell(*office(hub.house.meter.frames + 1))
            source.tell(*office(hub.house.meter.frames))
            return hub.house.meter.slow_closes == 1

        await until(dropped, "the end of the one who takes nothing")
        await until(lambda: not hub.house.sessions, "the end of its session")


async def test_the_hub_closes_in_time_though_one_does_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closing, "CLOSE_SECONDS", 0.1)
    source = Scripted(*office(0))
    hub = HubServer([ACCOUNT], [source])
    await hub.__aenter__()
    async with calling_slowly(hub) as slow:
        await slow.start()
        await stuck(hub, source)
        async with asyncio.timeout(3):
            await hub.__aexit__(None, None, None)


async def test_a_snapshot_for_one_who_does_not_read_waits_in_small_pieces() -> None:
    people = [contact(str(number), name=f"{number} {LONG}") for number in range(5_000)]
    source = Scripted(*people)
    async with serving(source) as hub, calling_slowly(hub) as slow, calling(hub) as quick:
        await slow.login()
        id_ = await slow.say("feed.start")
        await until(lambda: waiting_bytes(hub) > 0, "a full line")
        snapshot = await quick.start()
        assert waiting_bytes(hub) <= PIECE_BYTES + 100
        source.tell(contact("0", name="Somebody else"))
        assert (await quick.notice("contact.update"))["contact"]["name"] == "Somebody else"
        assert waiting_bytes(hub) <= PIECE_BYTES + 100
        assert (await slow.answer(id_))["result"]["contacts"] == snapshot["contacts"]
        assert (await slow.notice("contact.update"))["contact"]["name"] == "Somebody else"


async def test_one_who_fell_behind_stands_with_the_others_again() -> None:
    source = Scripted(*office(0))
    async with serving(source) as hub, calling_slowly(hub) as slow, calling(hub) as quick:
        await slow.start()
        await quick.start()

        def fell_behind() -> bool:
            source.tell(*office(hub.house.meter.frames))
            return hub.house.meter.conflations > 0

        await until(fell_behind, "one who falls behind")
        source.tell(contact("0", name="behind"))
        for caller in (quick, slow):
            while not any(
                part.get("params", {}).get("contact", {}).get("name") == "behind"
                for part in await caller.frame()
            ):
                pass
        behind = hub.house.meter.conflations
        (desk,) = hub.house.desks
        flocks = desk.herald._flocks
        await until(lambda: [len(flock) for flock in flocks.values()] == [2], "both in one flock")
        source.tell(contact("0", name="abreast"))
        assert await quick.frame() == await slow.frame()
        assert hub.house.meter.conflations == behind
