"""A client whose machine died is noticed by the hub, which lets its desk go."""

import asyncio

import pytest
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from lampfield.hub import server
from lampfield.protocol.limits import SUBPROTOCOL
from tests.hub.caller import Caller, calling, serving
from tests.hub.scripted import Scripted
from tests.hub.test_session import ALICE
from tests.waiting import until
from tests.wire import wire_to


async def test_one_who_answers_no_ping_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "PING_SECONDS", 0.05)
    monkeypatch.setattr(server, "CLOSE_SECONDS", 0.05)
    source = Scripted(ALICE)
    async with serving(source) as hub, wire_to(hub.port) as wire, calling(hub) as alive:
        await alive.start()
        async with connect(
            wire.url, subprotocols=[Subprotocol(SUBPROTOCOL)], ping_interval=None, close_timeout=0.1
        ) as socket:
            dead = Caller(socket)
            await dead.frame()
            await dead.start()
            assert len(hub.context.sessions) == 2
            wire.hold()
            await until(lambda: len(hub.context.sessions) == 1, "the end of the one that is silent")
            (desk,) = hub.context.accounts
            assert len(desk.broadcaster) == 1
            await alive.refused("contact.dial", cID=999)
            wire.cut()


async def test_one_who_answers_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "PING_SECONDS", 0.02)
    async with serving(Scripted(ALICE)) as hub, calling(hub) as caller:
        await caller.start()
        (socket,) = hub.context.sessions
        pings: list[float] = []
        before = socket.ping

        async def ping(*args: bytes) -> asyncio.Future[float]:
            pings.append(1.0)
            return await before(*args)  # type: ignore[return-value]

        monkeypatch.setattr(socket, "ping", ping)
        await until(lambda: len(pings) >= 5, "some pings")
        await caller.refused("contact.dial", cID=999)
