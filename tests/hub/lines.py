"""A client's connection without a network: a test says what is read from it and when it takes anything."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any, cast

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosedOK
from websockets.protocol import State

from lampfield.hub.server import HubServer
from lampfield.hub.session import Session
from tests.hub.caller import ACCOUNT, Json
from tests.waiting import until


class Line:
    """A connection and its transport."""

    request = response = None
    state = State.OPEN

    def __init__(self, address: str = "192.0.2.1") -> None:
        self.remote_address = (address, 1)
        self.takes = asyncio.Event()
        """Whether what is written is taken."""
        self.takes.set()
        self.closed = asyncio.Event()
        self.sent: list[Json] = []
        """All objects that were taken."""
        self.frames: list[bytes] = []
        self.aborted = False
        self.ended: tuple[int, str] | None = None
        """The close code and reason."""
        self._to_read: asyncio.Queue[str] = asyncio.Queue()
        self._id = 0

    @property
    def transport(self) -> "Line":
        """The transport: this."""
        return self

    def ask(self, method: str, **params: Any) -> int:
        """Let a request be read. Returns its id."""
        self._id += 1
        self._to_read.put_nowait(
            json.dumps({"jsonrpc": "2.0", "id": self._id, "method": method, "params": params})
        )
        return self._id

    def end(self) -> None:
        """Let the connection end."""
        self.state = State.CLOSED
        self.closed.set()

    async def answer(self, id_: int) -> Json:
        """Wait for the answer to a request."""
        await until(lambda: any(it.get("id") == id_ for it in self.sent), f"the answer to {id_}")
        return next(it for it in self.sent if it.get("id") == id_)

    async def start(self) -> Json:
        """Log in and start the feed. Returns the snapshot."""
        self.ask("login", account=ACCOUNT.name, secret=ACCOUNT.secret)
        result: Json = (await self.answer(self.ask("feed.start")))["result"]
        return result

    # What the hub calls.

    async def recv(self) -> str:
        """Return what a test lets be read."""
        reading = asyncio.ensure_future(self._to_read.get())
        ending = asyncio.ensure_future(self.closed.wait())
        try:
            await asyncio.wait((reading, ending), return_when=asyncio.FIRST_COMPLETED)
            if reading.done():
                return reading.result()
            raise ConnectionClosedOK(None, None)
        finally:
            reading.cancel()
            ending.cancel()

    async def send(self, message: bytes | Iterable[bytes], text: bool | None = None) -> None:
        """Take what is written, when it is taken."""
        assert text
        await self.takes.wait()
        self.write(message if isinstance(message, bytes) else b"".join(message), is_framed=False)

    def write(self, data: bytes, *, is_framed: bool = True) -> None:
        """Note what goes to the transport."""
        if is_framed:
            size = data[1]
            data = data[{126: 4, 127: 10}.get(size, 2) :]
        self.frames.append(data)
        told = json.loads(data)
        self.sent += told if isinstance(told, list) else [told]

    def get_write_buffer_size(self) -> int:
        """Return how much was written and is not taken."""
        return 0 if self.takes.is_set() else 1

    async def wait_closed(self) -> None:
        """Wait for the end."""
        await self.closed.wait()

    async def close(self, code: int = 1000, reason: str = "") -> None:
        """End it in order."""
        self.ended = (code, reason)
        self.end()

    def abort(self) -> None:
        """End it at once."""
        self.aborted = True
        self.end()


@asynccontextmanager
async def line_to(hub: HubServer) -> AsyncIterator[Line]:
    """Let a hub serve a client without a network."""
    line = Line()
    serving = asyncio.create_task(Session(cast("ServerConnection", line), hub.house).serve())
    try:
        yield line
    finally:
        line.end()
        async with asyncio.timeout(5):
            await serving
