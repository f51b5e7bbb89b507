"""The rival: ``python -m tests.bench.hub.broadcasting RECORD``, websockets' own broadcast and nothing else.

It says frames that were recorded from the hub, at the times at which the hub said them, again and again. Says
its address first; begins at a line of its input; ends when its input ends.
"""

import asyncio
import sys
from pathlib import Path

import msgspec
from websockets.asyncio.server import ServerConnection, broadcast, serve
from websockets.typing import Subprotocol

from lampfield.protocol.limits import SUBPROTOCOL
from tests.bench.hub.record import Record

connections: set[ServerConnection] = set()


async def keep(connection: ServerConnection) -> None:
    """Keep a connection until it ends."""
    connections.add(connection)
    try:
        await connection.wait_closed()
    finally:
        connections.discard(connection)


async def say(record: Record) -> None:
    """Say the record's frames for ever."""
    loop = asyncio.get_running_loop()
    begin = loop.time()
    while True:
        for seconds, text in record.frames:
            await asyncio.sleep(max(begin + seconds - loop.time(), 0.0))
            broadcast(connections, text)
        begin += record.seconds


async def main(record: Record) -> None:
    """Serve until the input ends."""
    loop = asyncio.get_running_loop()
    asked = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(asked), sys.stdin)
    async with serve(
        keep, "127.0.0.1", 0, subprotocols=[Subprotocol(SUBPROTOCOL)], compression=None
    ) as server:
        print(f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
        await asked.readline()
        saying = asyncio.create_task(say(record))
        await asked.readline()
        saying.cancel()


if __name__ == "__main__":
    asyncio.run(main(msgspec.msgpack.decode(Path(sys.argv[1]).read_bytes(), type=Record)))
