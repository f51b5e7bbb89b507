"""A network between hub and server that a test can cut: no close frame, no reset, just silence."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

CHUNK_BYTES = 65_536


class Relay:
    """Passes on what comes at a port of its own.

    Args:
        port: Where it goes on loopback.
    """

    def __init__(self, port: int) -> None:
        self.passes = True
        self._port = port
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def port(self) -> int:
        """Its own port."""
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    def cut(self) -> None:
        """Swallow from now on all that comes, both ways; a new connection gets no answer."""
        self.passes = False

    def mend(self) -> None:
        """Let new connections pass. What was swallowed is lost, so that the old ones end."""
        self.passes = True
        self._drop()

    async def open(self) -> None:
        """Begin to listen."""
        self._server = await asyncio.start_server(self._take, "127.0.0.1", 0)

    async def close(self) -> None:
        """End."""
        if self._server is not None:
            self._server.close()
        self._drop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _drop(self) -> None:
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        if not self.passes:
            return
        try:
            onward, outward = await asyncio.open_connection("127.0.0.1", self._port)
        except OSError:
            writer.transport.abort()
            return
        self._writers.add(outward)
        for source, sink in ((reader, outward), (onward, writer)):
            task = asyncio.create_task(self._pass(source, sink))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _pass(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        try:
            while data := await source.read(CHUNK_BYTES):
                if self.passes:
                    sink.write(data)
        except OSError:
            pass
        if self.passes:
            sink.transport.abort()


@asynccontextmanager
async def relay(port: int) -> AsyncIterator[Relay]:
    """Have a relay while the block runs."""
    between = Relay(port)
    await between.open()
    try:
        yield between
    finally:
        await between.close()
