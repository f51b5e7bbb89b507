"""What is sent to one client: answers in order, and the latest state from a cursor into the store."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager
from typing import Protocol

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from lampfield.hub.closing import TRY_AGAIN_LATER, shut
from lampfield.hub.frames import NOTHING, PIECE_BYTES, Frame, Missed, Outdated, joined
from lampfield.hub.meter import Meter
from lampfield.hub.snapshots import Datasets

AT_ONCE = 8
"""How many have their turn at the same time."""

LONGEST_SECONDS = 0.25
"""Whoever takes longer goes on, but the others wait for it no more: its line is slow, not the hub."""


class LargeSendLimiter:
    """Who is given something large now."""

    def __init__(self) -> None:
        self._free = asyncio.Semaphore(AT_ONCE)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn; it lasts as long as the block, but not for ever."""
        await self._free.acquire()
        with ExitStack() as given:
            given.callback(self._free.release)
            ending = asyncio.get_running_loop().call_later(LONGEST_SECONDS, given.close)
            given.callback(ending.cancel)
            yield


MAX_ANSWERS = 64
"""While so many answers wait, no further request of this reader is taken."""


class QueuedAnswers:
    """The answers of one reader, in order."""

    __slots__ = ("_frames", "_room")

    def __init__(self) -> None:
        self._frames: list[tuple[int, Frame]] = []
        self._room: asyncio.Event | None = None
        """Is there while too many wait, and at the end."""

    def __len__(self) -> int:
        return len(self._frames)

    def add(self, frame: Frame, after: int) -> None:
        """Add an answer, to be given when the reader has seen a change and all before it."""
        self._frames.append((after, frame))
        if len(self._frames) >= MAX_ANSWERS and self._room is None:
            self._room = asyncio.Event()

    def due(self, seen: int) -> list[Frame]:
        """Take out what can be given to a reader that has seen a change and all before it."""
        due = [frame for after, frame in self._frames if after <= seen]
        self._frames = [(after, frame) for after, frame in self._frames if after > seen]
        if self._room is not None and len(self._frames) < MAX_ANSWERS:
            self._room.set()
            self._room = None
        return due

    def release(self) -> None:
        """Let all that wait be given at once: the reader leaves what it followed."""
        self._frames = [(0, frame) for _, frame in self._frames]

    async def room(self) -> None:
        """Wait while too many wait."""
        if self._room is not None:
            await self._room.wait()

    def end(self) -> None:
        """Let nobody wait for room any more: nothing is given from now on."""
        self._room = self._room or asyncio.Event()
        self._room.set()


log = logging.getLogger(__name__)

STALL_SECONDS = 20.0
"""A reader that takes nothing for this long is dropped."""


async def write(socket: ServerConnection, frame: Frame, limiter: LargeSendLimiter, meter: Meter) -> None:
    """Write a frame until it is taken.

    Args:
        socket: The connection.
        frame: A large one is cut in pieces, and waits for its turn.
        limiter: Whose turn it is to be told much.
        meter: Counts it.

    Raises:
        ConnectionClosed: The connection has ended, perhaps because nothing was taken for too long.
    """
    writing = _Writing(socket)
    if frame.size <= PIECE_BYTES:
        await _taken(writing, asyncio.ensure_future(writing.whole(frame)), meter)
    else:
        async with limiter.turn():
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


OUTDATED = "You read too slowly to be told all that changed. Connect again."


class Subscribers(Protocol):
    """The clients that are up to date with an account's state: each change goes to all of them at once."""

    @property
    def seq(self) -> int:
        """The number of the account's last change."""

    def news(self, cursor: int, datasets: Datasets) -> Missed | None:
        """Return what a client has not seen after a change; None where there is nothing.

        Raises:
            Outdated: Not all of it is kept any more.
        """

    def join(self, reader: "Outbox", cursor: int, datasets: Datasets) -> None:
        """Take in a client that has seen everything up to a change."""

    def part(self, reader: "Outbox") -> int | None:
        """Let a client write by itself. Returns the last change that it has seen, None if it was not in."""


class Place:
    """How far a reader was told what a store holds.

    Args:
        broadcaster: Tells it with the others.
        cursor: The last change that it has seen, as long as it is by itself.
        datasets: What it follows.
    """

    __slots__ = ("broadcaster", "cursor", "datasets")

    def __init__(self, broadcaster: Subscribers, cursor: int, datasets: Datasets) -> None:
        self.broadcaster = broadcaster
        self.cursor = cursor
        self.datasets = datasets


class Outbox:
    """What one reader is to be told.

    Args:
        socket: Where it goes.
        meter: Counts it.
        limiter: Whose turn it is to be told much.
    """

    __slots__ = ("_answers", "_limiter", "_meter", "_openings", "_writer", "place", "socket")

    def __init__(self, socket: ServerConnection, meter: Meter, limiter: LargeSendLimiter) -> None:
        self.socket = socket
        self.place: Place | None = None
        self._meter = meter
        self._limiter = limiter
        self._openings: list[tuple[Frame, Place]] = []
        self._answers = QueuedAnswers()
        self._writer: asyncio.Task[None] | None = None
        """Runs while there is anything to write that is for this reader alone."""

    def begin(self, answer: Frame, place: Place) -> None:
        """Give an answer, then tell all that comes after a place."""
        self._openings.append((answer, place))
        # It counts among the answers that wait, but nothing comes before it.
        self._answers.add(NOTHING, after=0)
        self._write_soon()

    def answer(self, text: bytes) -> None:
        """Say a text, after all that is to be told now."""
        now = self.place.broadcaster.seq if self.place is not None else 0
        self._answers.add(Frame((text,)), after=now)
        self._write_soon()

    def fall_behind(self, cursor: int) -> None:
        """Go on alone: the reader could not take what came after a change. It is told as soon as it can."""
        self._meter.conflations += 1
        if self.place is not None:
            self.place.cursor = cursor
        self._write_soon()

    def forget(self) -> None:
        """Tell no more news: the reader leaves what it followed."""
        self.place = None
        self._openings.clear()
        self._answers.release()

    async def room(self) -> None:
        """Wait while too many answers are not taken."""
        await self._answers.room()

    async def end(self) -> None:
        """Write nothing more."""
        if self._writer is not None:
            self._writer.cancel()
            await asyncio.wait({self._writer})

    def _write_soon(self) -> None:
        if self._writer is None:
            place = self.place
            if place is not None and (cursor := place.broadcaster.part(self)) is not None:
                place.cursor = cursor
            self._writer = asyncio.create_task(self._write())

    async def _write(self) -> None:
        """Write until there is nothing more, then stand with the others."""
        try:
            await self._write_all()
        except Outdated:
            self._meter.slow_closes += 1
            await shut(self.socket, TRY_AGAIN_LATER, OUTDATED)
        except ConnectionClosed:
            pass
        except Exception:
            log.exception("%s cannot be written to and is dropped", self.socket.remote_address)
            self.socket.transport.abort()
        else:
            self._writer = None
            if (place := self.place) is not None:
                place.broadcaster.join(self, place.cursor, place.datasets)
        finally:
            if self._writer is not None:
                self._answers.end()

    async def _write_all(self) -> None:
        while (frame := self._take()) is not None:
            if frame.count:
                await write(self.socket, frame, self._limiter, self._meter)

    def _take(self) -> Frame | None:
        """Return the next frame: the openings, then the news, then the answers; None when all is said."""
        snapshots, self._openings = self._openings, []
        if snapshots:
            self.place = snapshots[-1][1]
        place = self.place
        news = place.broadcaster.news(place.cursor, place.datasets) if place is not None else None
        if not (news or self._answers):
            return None
        told = self._told(news)
        due = self._answers.due(place.cursor if place is not None else 0)
        return joined((*(answer for answer, _ in snapshots), told, *due))

    def _told(self, news: Missed | None) -> Frame:
        if self.place is None or news is None:
            return NOTHING
        self.place.cursor = news.upto
        self._meter.notices += news.frame.count
        return news.frame
