"""The outbox of one reader: what it is still to be told, and the one task that writes it.

Nothing is queued but answers. Of all else the outbox knows only up to which change the reader was told:
what came after is read from the store when the reader is ready, so that a slow one gets the latest.
"""

import asyncio
import logging

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from lampfield.hub.catchup import Datasets
from lampfield.hub.closing import TRY_AGAIN_LATER, shut
from lampfield.hub.frames import NOTHING, Frame, Frames, Outdated, joined
from lampfield.hub.meter import Meter

log = logging.getLogger(__name__)

STALL_SECONDS = 20.0
"""A reader that takes nothing for this long is dropped."""

MAX_ANSWERS = 64
"""While so many answers wait, no further request of this reader is taken."""

OUTDATED = "You read too slowly to be told all that changed. Connect again."


class Place:
    """How far a reader was told what a store holds.

    Args:
        frames: What it can be told.
        cursor: The last change that it has seen.
        datasets: What it follows.
    """

    __slots__ = ("cursor", "datasets", "frames")

    def __init__(self, frames: Frames, cursor: int, datasets: Datasets) -> None:
        self.frames = frames
        self.cursor = cursor
        self.datasets = datasets


class Outbox:
    """What one reader is to be told.

    Args:
        socket: Where it goes.
        meter: Counts it.
    """

    def __init__(self, socket: ServerConnection, meter: Meter) -> None:
        self.socket = socket
        self.place: Place | None = None
        self._meter = meter
        self._opening: tuple[Frame, Place] | None = None
        self._answers: list[Frame] = []
        self._writing = False
        self._wanted = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()

    @property
    def ready(self) -> bool:
        """Whether a frame can be given to the reader at once: it took all that was given before."""
        idle = not self._writing and not self._wanted.is_set()
        return idle and self.socket.transport.get_write_buffer_size() == 0

    def begin(self, text: bytes, place: Place) -> None:
        """Say a text, then tell all that comes after a place."""
        self._opening = (Frame(text), place)
        self._wanted.set()

    def answer(self, text: bytes) -> None:
        """Say a text, after all that is to be told now."""
        self._answers.append(Frame(text))
        if len(self._answers) >= MAX_ANSWERS:
            self._room.clear()
        self._wanted.set()

    def wake(self) -> None:
        """Bring the reader up to date as soon as it is ready."""
        if not self._wanted.is_set():
            self._meter.conflations += 1
            self._wanted.set()

    def told(self) -> None:
        """Note that the reader was given all that there is."""
        if self.place is not None:
            self.place.cursor = self.place.frames.seq

    async def room(self) -> None:
        """Wait while too many answers are not taken."""
        await self._room.wait()

    async def write(self) -> None:
        """Write whenever there is something, until the connection ends."""
        try:
            while True:
                await self._wanted.wait()
                self._wanted.clear()
                if (frame := self._take()).count:
                    await self._send(frame.whole)
        except Outdated:
            self._meter.slow_closes += 1
            await shut(self.socket, TRY_AGAIN_LATER, OUTDATED)
        except ConnectionClosed:
            return

    def _take(self) -> Frame:
        """Return the next frame: the opening, then the news, then the answers."""
        opening = NOTHING
        if self._opening is not None:
            opening, self.place = self._opening
            self._opening = None
        news = self._news()
        answers, self._answers = self._answers, []
        self._room.set()
        return joined((opening, news, *answers))

    def _news(self) -> Frame:
        place = self.place
        if place is None or place.cursor == place.frames.seq:
            return NOTHING
        frame = place.frames.since(place.cursor, place.datasets)
        place.cursor = place.frames.seq
        self._meter.notices += frame.count
        return frame

    async def _send(self, data: bytes) -> None:
        """Write, for as long as the reader takes anything."""
        self._writing = True
        sending = asyncio.ensure_future(self.socket.send(data, text=True))
        try:
            await self._taken(sending)
        finally:
            sending.cancel()
        self._writing = False
        self._meter.frames += 1
        self._meter.sent_bytes += len(data)

    async def _taken(self, sending: asyncio.Future[None]) -> None:
        transport = self.socket.transport
        while True:
            waiting = transport.get_write_buffer_size()
            await asyncio.wait({sending}, timeout=STALL_SECONDS)
            if sending.done():
                return sending.result()
            if transport.get_write_buffer_size() >= waiting > 0:
                log.warning(
                    "%s has read nothing for %g s and is dropped", self.socket.remote_address, STALL_SECONDS
                )
                self._meter.slow_closes += 1
                transport.abort()
