"""The client of the manager interface, on a real socket, against a server that misbehaves."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from lampfield.sources.asterisk import ami as module
from lampfield.sources.asterisk.ami import (
    PACKET_END,
    Ami,
    AmiLost,
    AmiRefused,
    Packet,
    connect_ami,
    read_packet,
)
from tests.waiting import until

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
GREETING = b"Asterisk Call Manager/11.0.0\r\n"


@asynccontextmanager
async def connected(serve: Serve, seen: list[Packet]) -> AsyncIterator[tuple[Ami, "asyncio.Task[None]"]]:
    """Have a client of a server that does what a test says."""
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, connect_ami("127.0.0.1", port, seen.append) as ami:
        reading = asyncio.create_task(ami.run())
        try:
            yield ami, reading
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)


async def asked(reader: asyncio.StreamReader) -> Packet:
    """Return the next action."""
    return read_packet(await reader.readuntil(PACKET_END))


def packet(**fields: str) -> bytes:
    """Return a packet."""
    return "".join(f"{key}: {value}\r\n" for key, value in fields.items()).encode() + b"\r\n"


async def test_answers_in_any_order_and_in_pieces_find_their_actions() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(GREETING)
        first, second = await asked(reader), await asked(reader)
        answers = (
            packet(Response="Success", ActionID=second["ActionID"], EventList="start")
            + packet(Event="Reload", Module="x")
            + packet(Event="Item", ActionID=second["ActionID"], Number="1")
            + packet(Response="Success", ActionID=first["ActionID"], Value="one")
            + packet(Event="Item", ActionID=second["ActionID"], Number="2")
            + packet(Event="Done", ActionID=second["ActionID"], EventList="Complete")
        )
        for index in range(0, len(answers), 7):
            writer.write(answers[index : index + 7])
            await writer.drain()

    seen: list[Packet] = []
    async with connected(serve, seen) as (ami, _):
        value, items = await asyncio.gather(ami.request("Getvar"), ami.request("List"))
    assert value.head["Value"] == "one"
    assert [item["Number"] for item in items.items] == ["1", "2"]
    assert [it["Event"] for it in seen] == ["Reload"]


async def test_an_error_is_told_in_asterisk_s_words() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(GREETING)
        action = await asked(reader)
        writer.write(packet(Response="Error", ActionID=action["ActionID"], Message="Permission denied"))

    async with connected(serve, []) as (ami, _):
        with pytest.raises(AmiRefused) as caught:
            await ami.request("DBGetTree", Family="DND")
    assert caught.value.message == "Permission denied"


async def test_a_line_that_ends_ends_all_that_is_asked() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(GREETING)
        await asked(reader)
        writer.write(b"Response: Succ")
        writer.close()

    async with connected(serve, []) as (ami, reading):
        with pytest.raises(AmiLost):
            await ami.request("Ping")
        with pytest.raises(AmiLost):
            await reading


async def test_one_who_falls_silent_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ANSWER_SECONDS", 0.05)
    monkeypatch.setattr(module, "PING_SECONDS", 0.01)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(GREETING)
        await reader.read()

    async with connected(serve, []) as (_, reading):
        await until(reading.done, "the silent line to be lost")
        assert isinstance(reading.exception(), AmiLost)


async def test_who_is_no_asterisk_is_told_at_once() -> None:
    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"SSH-2.0-OpenSSH_9\r\n")

    with pytest.raises(AmiLost, match="no Asterisk"):
        async with connected(serve, []):
            pass
