"""What a hub said to one client, and when."""

import asyncio

import msgspec
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from lampfield.protocol.limits import SUBPROTOCOL
from tests.bench.hub.serving import SECRET, account_name


class Record(msgspec.Struct, frozen=True):
    """The frames of some seconds."""

    seconds: float
    frames: tuple[tuple[float, str], ...]
    """Each with the second at which it came."""

    @property
    def bytes_a_frame(self) -> float:
        """The mean size of a frame."""
        return sum(len(text.encode()) for _, text in self.frames) / max(len(self.frames), 1)


class Recorder:
    """One client that follows the hub.

    Args:
        url: The hub's.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._started = asyncio.Event()
        self._begin = float("inf")
        self._frames: list[tuple[float, str]] = []

    async def follow(self) -> None:
        """Log in and follow for ever."""
        options = {"subprotocols": [Subprotocol(SUBPROTOCOL)], "max_size": None, "compression": None}
        async with connect(self._url, **options) as line:  # type: ignore[arg-type]
            await line.send(_request("login", account=account_name(0), secret=SECRET))
            await line.send(_request("feed.start"))
            for _ in range(3):
                await line.recv()
            self._started.set()
            clock = asyncio.get_running_loop().time
            try:
                while True:
                    text = await line.recv()
                    if isinstance(text, str) and clock() >= self._begin:
                        self._frames.append((clock() - self._begin, text))
            except ConnectionClosed:
                return

    async def started(self) -> None:
        """Wait until it follows."""
        await self._started.wait()

    async def record(self, seconds: float) -> Record:
        """Return what comes in the next seconds."""
        self._frames = []
        self._begin = asyncio.get_running_loop().time()
        await asyncio.sleep(seconds)
        frames, self._frames, self._begin = self._frames, [], float("inf")
        return Record(seconds, tuple(frames))


def _request(method: str, **params: str) -> str:
    return msgspec.json.encode({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).decode()
