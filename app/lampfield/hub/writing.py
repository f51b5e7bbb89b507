"""Writing to one client, for as long as it takes anything."""

import asyncio
import logging
from collections.abc import Iterator

from websockets.asyncio.server import ServerConnection

from lampfield.hub.frame import PIECE_BYTES, Frame
from lampfield.hub.meter import Meter
from lampfield.hub.turns import Turns

log = logging.getLogger(__name__)

STALL_SECONDS = 20.0
"""A reader that takes nothing for this long is dropped."""


async def write(socket: ServerConnection, frame: Frame, turns: Turns, meter: Meter) -> None:
    """Write a frame until it is taken.

    Args:
        socket: The connection.
        frame: A large one is cut in pieces, and waits for its turn.
        turns: Whose turn it is to be told much.
        meter: Counts it.

    Raises:
        ConnectionClosed: The connection has ended, perhaps because nothing was taken for too long.
    """
    writing = _Writing(socket)
    if frame.size <= PIECE_BYTES:
        await _taken(writing, asyncio.ensure_future(writing.whole(frame)), meter)
    else:
        async with turns.turn():
            await _taken(writing, asyncio.ensure_future(writing.pieces(frame)), meter)
    meter.frames += 1
    meter.sent_bytes += frame.size


class _Writing:
    """Writes one frame, and knows how much of what was written the client has taken.

    Args:
        socket: The connection.
    """

    def __init__(self, socket: ServerConnection) -> None:
        self.socket = socket
        self._given = 0
        """How many bytes of the frame the transport was given."""

    @property
    def taken(self) -> int:
        """How many bytes left the transport, less those that waited before.

        The number grows while the client reads: the operating system's buffer, which is of bounded size, then
        takes more.
        """
        return self._given - self.socket.transport.get_write_buffer_size()

    async def whole(self, frame: Frame) -> None:
        """Write a frame at once."""
        text = frame.whole
        self._given = len(text)
        await self.socket.send(text, text=True)

    async def pieces(self, frame: Frame) -> None:
        """Write a frame in pieces, each when the one before was taken."""
        await self.socket.send(self._counted(frame), text=True)

    def _counted(self, frame: Frame) -> Iterator[bytes]:
        for piece in frame.pieces():
            self._given += len(piece)
            yield piece


async def _taken(writing: _Writing, sending: asyncio.Future[None], meter: Meter) -> None:
    socket = writing.socket
    try:
        while True:
            before = writing.taken
            await asyncio.wait({sending}, timeout=STALL_SECONDS)
            if sending.done():
                return sending.result()
            if writing.taken <= before:
                log.warning(
                    "%s has read nothing for %g s and is dropped", socket.remote_address, STALL_SECONDS
                )
                meter.slow_closes += 1
                socket.transport.abort()
    finally:
        sending.cancel()
