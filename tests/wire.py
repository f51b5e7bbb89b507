"""A wire between client and server that can be cut, held and silenced."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Wire:
    """A TCP proxy to one port. It forwards bytes as they come.

    Args:
        port: The server's.
    """

    def __init__(self, port: int) -> None:
        self._target = port
        self._writers: set[asyncio.StreamWriter] = set()
        self._open = asyncio.Event()
        self._open.set()
        self.accepts = True
        """Whether a new connection is let through; else it is cut at once."""
        self.cut_after_bytes: int | None = None
        """Cut each connection after so many bytes from the server: in the middle of a frame, as a rule."""
        self.connections = 0
        self.port = 0

    @property
    def url(self) -> str:
        """The address of a hub over this wire."""
        return f"ws://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """Cut all connections."""
        for writer in self._writers:
            writer.transport.abort()

    def hold(self) -> None:
        """Let nothing through any more, without an end: a cable that was pulled."""
        self._open.clear()

    def release(self) -> None:
        """Let through again, also what was held."""
        self._open.set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection until an end closes it."""
        self.connections += 1
        if not self.accepts:
            writer.transport.abort()
            return
        try:
            back, forth = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.transport.abort()
            return
        self._writers |= {writer, forth}
        try:
            await asyncio.gather(
                self._carry(reader, forth, None), self._carry(back, writer, self.cut_after_bytes)
            )
        finally:
            self._writers -= {writer, forth}
            writer.transport.abort()
            forth.transport.abort()

    async def _carry(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, limit: int | None
    ) -> None:
        carried = 0
        try:
            while data := await reader.read(4096):
                await self._open.wait()
                if limit is not None and carried + len(data) > limit:
                    writer.write(data[: limit - carried])
                    break
                writer.write(data)
                carried += len(data)
        except OSError:
            pass
        finally:
            writer.close()


@asynccontextmanager
async def wire_to(port: int) -> AsyncIterator[Wire]:
    """Lay a wire to a port."""
    wire = Wire(port)
    async with await asyncio.start_server(wire.serve, "127.0.0.1", 0) as server:
        wire.port = server.sockets[0].getsockname()[1]
        yield wire
        server.close()
        wire.cut()
