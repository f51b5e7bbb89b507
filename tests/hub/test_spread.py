"""One frame to many: the short way and websockets' own say the same."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.frames import Frame, Opcode
from websockets.protocol import State

from lampfield.hub import broadcast as module
from lampfield.hub.broadcast import encode_text_frame, is_tested, send_to_ready
from tests.waiting import until

SIZES = (0, 1, 125, 126, 127, 65_535, 65_536, 200_000)


@dataclass
class Reader:
    """Somebody who is told."""

    socket: ServerConnection


@pytest.fixture(params=["short", "by websockets"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Go each of the two ways."""
    if request.param != "short":
        monkeypatch.setattr(module, "TESTED", frozenset())


@asynccontextmanager
async def connected(count: int) -> AsyncIterator[tuple[list[Reader], list[ClientConnection]]]:
    """Connect clients to a server, which says nothing."""
    readers: list[Reader] = []

    async def keep(socket: ServerConnection) -> None:
        readers.append(Reader(socket))
        await socket.wait_closed()

    async with serve(keep, "127.0.0.1", 0, compression=None, close_timeout=0.1) as server:
        url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        clients = [await connect(url, max_size=None, close_timeout=0.1) for _ in range(count)]
        await until(lambda: len(readers) == count, "all connections")
        yield readers, clients
        for client in clients:
            await client.close()


@given(st.one_of(st.binary(max_size=300), st.sampled_from(SIZES).map(bytes)))
def test_the_frame_is_the_one_that_websockets_builds(text: bytes) -> None:
    assert encode_text_frame(text) == Frame(Opcode.TEXT, text).serialize(mask=False, extensions=[])


def test_the_short_way_is_known_to_work_with_the_websockets_that_is_here() -> None:
    assert is_tested()


@pytest.mark.usefixtures("way")
async def test_all_get_the_text() -> None:
    async with connected(3) as (readers, clients):
        for size in SIZES:
            text = "ü" * (size // 2)
            assert send_to_ready(text.encode(), readers) == []
            assert [await client.recv() for client in clients] == [text] * 3


@pytest.mark.usefixtures("way")
async def test_one_who_has_not_taken_the_last_text_gets_no_other_before_it_has() -> None:
    async with connected(2) as (readers, clients):
        slow, quick = readers
        big = b"x" * 20_000_000
        assert send_to_ready(big, [slow]) == []
        assert slow.socket.transport.get_write_buffer_size() > 0
        assert send_to_ready(b"news", [slow, quick]) == [slow]
        assert await clients[readers.index(quick)].recv() == "news"
        assert await clients[readers.index(slow)].recv() == big.decode()
        await until(lambda: slow.socket.transport.get_write_buffer_size() == 0, "an empty buffer")
        assert send_to_ready(b"more", [slow]) == []
        assert await clients[readers.index(slow)].recv() == "more"


@pytest.mark.usefixtures("way")
async def test_one_who_is_closing_gets_nothing_and_harms_nobody(caplog: pytest.LogCaptureFixture) -> None:
    async with connected(2) as (readers, clients):
        closing, other = readers
        leaving = asyncio.create_task(closing.socket.close())
        await until(lambda: closing.socket.state is not State.OPEN, "a closing connection")
        assert send_to_ready(b"news", readers) == []
        assert await clients[readers.index(other)].recv() == "news"
        await leaving
        assert send_to_ready(b"more", readers) == []
        assert await clients[readers.index(other)].recv() == "more"
    assert not caplog.records


@pytest.mark.usefixtures("way")
async def test_a_ping_may_stand_between() -> None:
    async with connected(1) as (readers, (client,)):
        for number in range(20):
            pong = await readers[0].socket.ping()
            assert send_to_ready(str(number).encode(), readers) == []
            assert await client.recv() == str(number)
            await pong
