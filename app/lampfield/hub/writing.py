"""Writing to one client, for as long as it takes anything."""

import asyncio
import logging

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
    if frame.size <= PIECE_BYTES:
        await _taken(socket, asyncio.ensure_future(socket.send(frame.whole, text=True)), meter)
    else:
        async with turns.turn():
            await _taken(socket, asyncio.ensure_future(socket.send(frame.pieces(), text=True)), meter)
    meter.frames += 1
    meter.sent_bytes += frame.size


async def _taken(socket: ServerConnection, sending: asyncio.Future[None], meter: Meter) -> None:
    transport = socket.transport
    try:
        while True:
            waiting = transport.get_write_buffer_size()
            await asyncio.wait({sending}, timeout=STALL_SECONDS)
            if sending.done():
                return sending.result()
            if transport.get_write_buffer_size() >= waiting > 0:
                log.warning(
                    "%s has read nothing for %g s and is dropped", socket.remote_address, STALL_SECONDS
                )
                meter.slow_closes += 1
                transport.abort()
    finally:
        sending.cancel()
