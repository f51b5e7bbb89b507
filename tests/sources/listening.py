"""A TCP port that stays reserved while nothing listens at it, so that a server can stop and restart there."""

import asyncio
import socket
from collections.abc import Callable, Coroutine
from typing import Any

from tests.sources.cues import Cues

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[Any, Any, None]]


class Listener:
    """Listens on loopback at its own port, with interruptions.

    Args:
        serve: Serves one connection; cancelled when the server stops.
        cues: Collects the server's own errors.
    """

    def __init__(self, serve: Serve, cues: Cues) -> None:
        self._serve = serve
        self._cues = cues
        # Bound and never listening: it refuses connections, and keeps the port from other processes.
        self._keeper = _bound(0)
        self.port: int = self._keeper.getsockname()[1]
        self.connections = 0
        """How many connections there have been."""
        self._server: asyncio.Server | None = None
        self._serving: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    async def start(self) -> None:
        """Listen."""
        self._server = await asyncio.start_server(self._take, sock=_bound(self.port), limit=1 << 20)

    async def stop(self) -> None:
        """Refuse new connections, and cut all open ones."""
        server, self._server = self._server, None
        if server is not None:
            server.close()
        self.cut()
        await asyncio.gather(*self._serving, return_exceptions=True)

    async def close(self) -> None:
        """Stop, and release the port."""
        await self.stop()
        self._keeper.close()

    def cut(self) -> None:
        """Cut all open connections."""
        for task, writer in list(self._serving.items()):
            writer.transport.abort()
            task.cancel()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = self._cues.start(self._until_end(reader, writer), "scripted connection")
        self._serving[task] = writer
        task.add_done_callback(lambda done: self._serving.pop(done, None))

    async def _until_end(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._serve(reader, writer)
        except (OSError, EOFError):
            pass
        finally:
            writer.transport.abort()


def _bound(port: int) -> socket.socket:
    # Declared as TCP, or asyncio leaves Nagle's algorithm on, which delays answers by 40 ms.
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind(("127.0.0.1", port))
    return bound
