"""Connections of browsers are bounded, in number and in time, and idle ones keep nobody out."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import NamedTuple

import httpx
import pytest

from lampfield.cli.web.credentials import HubAddress
from lampfield.cli.web.door import Door, web_limits
from lampfield.cli.web.login_gate import LoginGate
from lampfield.cli.web.server import WebServer
from lampfield.cli.web.serving import listening
from lampfield.cli.web.sessions import WebSessions
from lampfield.config.address import Address
from lampfield.hub import admission as bounds
from lampfield.hub.admission import Limits, default_limits
from tests.cli.web.test_server import FORM, ask
from tests.waiting import until


class Serving(NamedTuple):
    """A web server that runs."""

    door: Door
    address: Address

    async def idle(self, stack: AsyncExitStack, said: bytes = b"") -> asyncio.StreamReader:
        """Connect, say something or nothing, and wait. Returns what the server would answer into."""
        reader, writer = await asyncio.open_connection(self.address.host, self.address.port)
        stack.callback(writer.close)
        writer.write(said)
        return reader

    def client(self) -> httpx.AsyncClient:
        """Return a browser."""
        return httpx.AsyncClient(base_url=f"http://{self.address}", trust_env=False)


@asynccontextmanager
async def serving(limits: Limits) -> AsyncIterator[Serving]:
    door = Door(limits)
    server = WebServer(
        HubAddress("ws://127.0.0.1:1"), secure=False, gate=LoginGate(ask), sessions=WebSessions(), door=door
    )
    async with listening(server, door, Address("127.0.0.1", 0)) as address:
        yield Serving(door, address)


async def test_idle_connections_give_way_to_one_who_logs_in() -> None:
    async with (
        serving(Limits(all=8, anonymous=4, anonymous_per_network=4)) as server,
        AsyncExitStack() as stack,
    ):
        idle = [await server.idle(stack) for _ in range(12)]
        await until(lambda: server.door.connections.dropped == 8, "the oldest dropped")
        for reader in idle[:8]:
            assert await reader.read() == b""
        async with server.client() as client:
            assert (await client.post("/login", data=FORM)).status_code == 303
            assert (await client.get("/")).status_code == 200
            # The connection of one who has logged in is none of those that give way.
            for _ in range(12):
                await server.idle(stack)
            await until(lambda: server.door.connections.dropped >= 20, "more dropped")
            connections = server.door.connections
            assert (len(connections), connections.anonymous) == (5, 4)
            assert (await client.get("/")).status_code == 200


HALF_A_FORM = (
    b"POST /login HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 9\r\n\r\nsec"
)


@pytest.mark.parametrize("said", [b"", b"GET /lo", HALF_A_FORM])
async def test_what_is_never_finished_is_ended(monkeypatch: pytest.MonkeyPatch, said: bytes) -> None:
    monkeypatch.setattr(bounds, "LOGIN_SECONDS", 0.05)
    async with (
        serving(Limits(all=9, anonymous=9, anonymous_per_network=9)) as server,
        AsyncExitStack() as stack,
    ):
        reader = await server.idle(stack, said)
        async with asyncio.timeout(5):
            assert await reader.read() == b""
        await until(lambda: len(server.door.connections) == 0, "nothing counted")


async def test_each_request_begins_the_time_again_until_there_is_a_login() -> None:
    async with (
        serving(Limits(all=9, anonymous=2, anonymous_per_network=2)) as server,
        AsyncExitStack() as stack,
        server.client() as client,
    ):
        assert (await client.get("/login")).status_code == 200
        first = await server.idle(stack)
        await until(lambda: server.door.connections.anonymous == 2, "both counted")
        assert (await client.get("/login")).status_code == 200
        # Now the idle one is the oldest, which gives way.
        await server.idle(stack)
        async with asyncio.timeout(5):
            assert await first.read() == b""
        assert (await client.get("/login")).status_code == 200
        assert (server.door.connections.anonymous, server.door.connections.dropped) == (2, 1)


def test_half_of_the_descriptors_are_for_the_boards() -> None:
    assert web_limits().all < default_limits().all
