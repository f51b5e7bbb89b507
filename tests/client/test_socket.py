"""Frames that are taken as they arrive, and those that are received: one order, and none is lost."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.protocol import State

from lampfield.client.connection import FeedSocket, FrameHandler
from tests.waiting import until

Sent = str | Sequence[str]
"""A message, or the fragments of one."""

ANSWER = "answer"
PAUSE: Sent = ""
"""Nothing is sent before something arrives."""


@asynccontextmanager
async def sending(*messages: Sent) -> AsyncIterator[FeedSocket]:
    """Give a connection on which messages arrive once something was sent on it; then the other end goes."""

    async def send_all(line: ServerConnection) -> None:
        await line.recv()
        for message in messages:
            await (line.send(message) if message else line.recv())

    async with serve(send_all, "127.0.0.1", 0, compression=None) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        async with connect(f"ws://127.0.0.1:{port}", create_connection=FeedSocket) as socket:
            assert isinstance(socket, FeedSocket)
            yield socket


async def received(socket: FeedSocket, into: list[str]) -> None:
    """Receive until the other end has gone."""
    with suppress(ConnectionClosed):
        while True:
            into.append((await socket.receive()).decode())


def taking(into: list[str]) -> FrameHandler:
    """Return what takes every frame but an answer."""

    def take(frame: bytes) -> bool:
        if frame != ANSWER.encode():
            into.append(f"took {frame.decode()}")
        return frame != ANSWER.encode()

    return take


async def test_what_is_taken_is_not_received() -> None:
    order: list[str] = []
    async with sending("a", "b", "c") as socket:
        socket.frame_handler = taking(order)
        await socket.send("begin")
        await received(socket, order)
    assert order == ["took a", "took b", "took c"]


async def test_what_arrives_after_a_frame_that_is_not_taken_waits_for_it() -> None:
    """Though each of the others would be taken."""
    order: list[str] = []
    async with sending("a", ANSWER, "b", "c") as socket:
        socket.frame_handler = taking(order)
        await socket.send("begin")
        # All of it arrives before anything is received.
        await until(lambda: socket.state is State.CLOSED, "the end of the connection")
        await received(socket, order)
    assert order == ["took a", ANSWER, "b", "c"]


async def test_what_arrived_before_anybody_takes_is_received_and_the_next_is_taken() -> None:
    order: list[str] = []
    async with sending("a", "b", PAUSE, "c") as socket:
        await socket.send("begin")
        order.append((await socket.receive()).decode())
        socket.frame_handler = taking(order)
        order.append((await socket.receive()).decode())
        await socket.send("go on")
        await received(socket, order)
    assert order == ["a", "b", "took c"]


async def test_a_message_in_fragments_is_received_whole() -> None:
    order: list[str] = []
    async with sending("a", ("b", "c", "d"), "e") as socket:
        socket.frame_handler = taking(order)
        await socket.send("begin")
        await until(lambda: socket.state is State.CLOSED, "the end of the connection")
        await received(socket, order)
    assert order == ["took a", "bcd", "e"]
