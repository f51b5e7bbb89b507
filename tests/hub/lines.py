"""A client's connection without a network: a test says what is read from it and when it takes anything."""

import asyncio
import json
from collections.abc import AsyncIterator, Coroutine, Iterable
from contextlib import asynccontextmanager
from typing import Any, cast

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosedOK
from websockets.protocol import State

from lampfield.hub.server import HubServer
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
        self._takes_one = asyncio.Event()
        self.waiting = 0
        """How many bytes are written but not taken, of what is sent now."""
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

    def take_one(self) -> None:
        """Take the piece that waits, and no further one."""
        self._takes_one.set()

    def end(self) -> None:
        """Let the connection end."""
        self.state = State.CLOSED
        self.closed.set()

    async def answer(self, id_: int) -> Json:
        """Wait for the answer to a request."""
        await until(lambda: any(it.get("id") == id_ for it in self.sent), f"the answer to {id_}")
        return next(it for it in self.sent if it.get("id") == id_)

    async def log_in(self) -> None:
        """Log in."""
        await self.answer(self.ask("login", account=ACCOUNT.name, secret=ACCOUNT.secret))

    async def start(self) -> Json:
        """Log in and start the feed. Returns the snapshot."""
        await self.log_in()
        result: Json = (await self.answer(self.ask("feed.start")))["result"]
        return result

    # What the hub calls.

    async def recv(self) -> str:
        """Return what a test lets be read."""
        read = await first_of(self._to_read.get(), self.closed.wait())
        if isinstance(read, str):
            return read
        raise ConnectionClosedOK(None, None)

    async def send(self, message: bytes | Iterable[bytes], text: bool | None = None) -> None:
        """Take what is written, piece by piece, each when it is taken."""
        assert text
        taken: list[bytes] = []
        for piece in (message,) if isinstance(message, bytes) else message:
            self.waiting = len(piece)
            await self._taken()
            taken.append(piece)
        self.write(b"".join(taken), is_framed=False)

    async def _taken(self) -> None:
        """Wait until what is written is taken."""
        await first_of(self.takes.wait(), self._takes_one.wait(), self.closed.wait())
        if self.closed.is_set():
            raise ConnectionClosedOK(None, None)
        self._takes_one.clear()
        self.waiting = 0

    def write(self, data: bytes, *, is_framed: bool = True) -> None:
        """Note what goes to the transport."""
        if is_framed:
            size = data[1]
            data = data[{126: 4, 127: 10}.get(size, 2) :]
        self.frames.append(data)
        told = json.loads(data)
        self.sent += told if isinstance(told, list) else [told]

    def get_write_buffer_size(self) -> int:
        """Return how much was written and is not taken: one byte of before where nothing is taken."""
        return self.waiting + (not self.takes.is_set())

    async def wait_closed(self) -> None:
        """Wait for the end."""
        await self.closed.wait()

    async def close(self, code: int = 1000, reason: str = "") -> None:
        """End it in order, which needs a client that reads."""
        self.ended = (code, reason)
        await first_of(self.takes.wait(), self.closed.wait())
        self.end()

    def abort(self) -> None:
        """End it at once."""
        self.aborted = True
        self.end()


async def first_of(*waited: Coroutine[Any, Any, Any]) -> Any:
    """Wait for the first of some things. Returns its result; the others are cancelled."""
    tasks = [asyncio.ensure_future(it) for it in waited]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        return next(task.result() for task in tasks if task.done())
    finally:
        for task in tasks:
            task.cancel()


@asynccontextmanager
async def line_to(hub: HubServer) -> AsyncIterator[Line]:
    """Let a hub serve a client without a network."""
    line = Line()
    serving = asyncio.create_task(hub._serve(cast("ServerConnection", line)))
    try:
        yield line
    finally:
        line.end()
        async with asyncio.timeout(5):
            await serving
