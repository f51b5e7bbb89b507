"""The outbox of one client: queued answers, and the latest state from a cursor into the change log."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager
from typing import Protocol

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from lampfield.hub.closing import TRY_AGAIN_LATER, shut
from lampfield.hub.frames import EMPTY_FRAME, PIECE_BYTES, Frame, Missed, Outdated, joined
from lampfield.hub.meter import Meter
from lampfield.hub.snapshots import Datasets

MAX_CONCURRENT_SENDS = 8
"""The number of large frames that are sent concurrently."""

MAX_HOLD_SECONDS = 0.25
"""A send that takes longer continues, but releases its permit: its network is slow, not the hub."""


class LargeSendLimiter:
    """A semaphore that limits how many large frames are sent concurrently."""

    def __init__(self) -> None:
        self._free = asyncio.Semaphore(MAX_CONCURRENT_SENDS)

    @asynccontextmanager
    async def permit(self) -> AsyncIterator[None]:
        """Hold a permit during the block, for at most `MAX_HOLD_SECONDS`."""
        await self._free.acquire()
        with ExitStack() as given:
            given.callback(self._free.release)
            ending = asyncio.get_running_loop().call_later(MAX_HOLD_SECONDS, given.close)
            given.callback(ending.cancel)
            yield


MAX_ANSWERS = 64
"""The number of queued answers at which no further request of the client is read."""


class QueuedAnswers:
    """The queued answers for one client, in order."""

    __slots__ = ("_capacity", "_frames")

    def __init__(self) -> None:
        self._frames: list[tuple[int, Frame]] = []
        self._capacity: asyncio.Event | None = None
        """Set when the queue has capacity again; None while it is not full."""

    def __len__(self) -> int:
        return len(self._frames)

    def add(self, frame: Frame, after: int) -> None:
        """Queue an answer that becomes due when the client's cursor has reached a change."""
        self._frames.append((after, frame))
        if len(self._frames) >= MAX_ANSWERS and self._capacity is None:
            self._capacity = asyncio.Event()

    def take_due(self, seen: int) -> list[Frame]:
        """Remove and return the answers that are due at a cursor."""
        take_due = [frame for after, frame in self._frames if after <= seen]
        self._frames = [(after, frame) for after, frame in self._frames if after > seen]
        if self._capacity is not None and len(self._frames) < MAX_ANSWERS:
            self._capacity.set()
            self._capacity = None
        return take_due

    def make_all_due(self) -> None:
        """Make all queued answers due, because the client no longer follows the feed."""
        self._frames = [(0, frame) for _, frame in self._frames]

    async def wait_for_capacity(self) -> None:
        """Wait while the queue is full."""
        if self._capacity is not None:
            await self._capacity.wait()

    def end(self) -> None:
        """Release all waiters, because no more answers will be sent."""
        self._capacity = self._capacity or asyncio.Event()
        self._capacity.set()


log = logging.getLogger(__name__)

STALL_SECONDS = 20.0
"""A client that reads nothing for this long is dropped."""


async def write(socket: ServerConnection, frame: Frame, limiter: LargeSendLimiter, meter: Meter) -> None:
    """Write a frame and wait until it is sent.

    Args:
        socket: The connection.
        frame: The frame. A large one is fragmented, and needs a permit.
        limiter: Limits concurrent large frames.
        meter: Counts frames and bytes.

    Raises:
        ConnectionClosed: The connection was closed, possibly because the client read nothing for too long.
    """
    writing = _Writing(socket)
    if frame.size <= PIECE_BYTES:
        await _wait_until_sent(writing, asyncio.ensure_future(writing.whole(frame)), meter)
    else:
        async with limiter.permit():
            await _wait_until_sent(writing, asyncio.ensure_future(writing.pieces(frame)), meter)
    meter.frames += 1
    meter.sent_bytes += frame.size


class _Writing:
    """Writes one frame and tracks how much of it has left the transport.

    Args:
        socket: The connection.
    """

    def __init__(self, socket: ServerConnection) -> None:
        self.socket = socket
        self._written_bytes = 0
        """The number of bytes of the frame that were passed to the transport."""

    @property
    def accepted_bytes(self) -> int:
        """The number of bytes that have left the transport, minus those that were in its buffer before.

        It grows while the client reads, because the operating system's buffer has a bounded size.
        """
        return self._written_bytes - self.socket.transport.get_write_buffer_size()

    async def whole(self, frame: Frame) -> None:
        """Write a frame in one piece."""
        text = frame.whole
        self._written_bytes = len(text)
        await self.socket.send(text, text=True)

    async def pieces(self, frame: Frame) -> None:
        """Write a frame in fragments, each when the previous one is sent."""
        await self.socket.send(self._counted(frame), text=True)

    def _counted(self, frame: Frame) -> Iterator[bytes]:
        for piece in frame.pieces():
            self._written_bytes += len(piece)
            yield piece


async def _wait_until_sent(writing: _Writing, sending: asyncio.Future[None], meter: Meter) -> None:
    socket = writing.socket
    try:
        while True:
            before = writing.accepted_bytes
            await asyncio.wait({sending}, timeout=STALL_SECONDS)
            if sending.done():
                return sending.result()
            if writing.accepted_bytes <= before:
                log.warning(
                    "%s has read nothing for %g s and is dropped", socket.remote_address, STALL_SECONDS
                )
                meter.slow_closes += 1
                socket.transport.abort()
    finally:
        sending.cancel()


READ_TOO_SLOWLY = "The client reads too slowly to get all changes. Connect again."


class Subscribers(Protocol):
    """The broadcaster, as an outbox uses it."""

    @property
    def seq(self) -> int:
        """The number of the account's last change."""

    def changes_since(self, cursor: int, datasets: Datasets) -> Missed | None:
        """Return the next changes after a cursor; None if there are none.

        Raises:
            Outdated: Some of the changes are no longer kept.
        """

    def attach(self, reader: "Outbox", cursor: int, datasets: Datasets) -> None:
        """Attach a client that has seen all changes up to a cursor."""

    def detach(self, reader: "Outbox") -> int | None:
        """Detach a client. Returns its cursor; None if it was not attached."""


class FeedPosition:
    """A client's position in an account's feed.

    Args:
        broadcaster: Sends it changes while it is attached.
        cursor: The last change that it has seen, while it is detached.
        datasets: The datasets that it follows.
    """

    __slots__ = ("broadcaster", "cursor", "datasets")

    def __init__(self, broadcaster: Subscribers, cursor: int, datasets: Datasets) -> None:
        self.broadcaster = broadcaster
        self.cursor = cursor
        self.datasets = datasets


class Outbox:
    """Sends one client its answers and the changes that it has not seen.

    Only answers are queued. Changes are read from the change log at the client's cursor, so that a slow
    client gets the latest state and takes a bounded amount of memory. A client that is up to date is
    attached to the broadcaster, and needs no task of its own.

    Args:
        socket: The connection.
        meter: Counts frames, notifications and bytes.
        limiter: Limits concurrent large frames.
    """

    __slots__ = ("_answers", "_limiter", "_meter", "_snapshots", "_writer", "position", "socket")

    def __init__(self, socket: ServerConnection, meter: Meter, limiter: LargeSendLimiter) -> None:
        self.socket = socket
        self.position: FeedPosition | None = None
        self._meter = meter
        self._limiter = limiter
        self._snapshots: list[tuple[Frame, FeedPosition]] = []
        self._answers = QueuedAnswers()
        self._writer: asyncio.Task[None] | None = None
        """Runs while there is anything to write to this client alone."""

    def start_feed(self, answer: Frame, position: FeedPosition) -> None:
        """Send the answer to ``feed.start``, then all changes after a position."""
        self._snapshots.append((answer, position))
        # It counts as a queued answer, but is due immediately.
        self._answers.add(EMPTY_FRAME, after=0)
        self._write_soon()

    def answer(self, text: bytes) -> None:
        """Send an answer after all changes that exist now."""
        now = self.position.broadcaster.seq if self.position is not None else 0
        self._answers.add(Frame((text,)), after=now)
        self._write_soon()

    def fall_behind(self, cursor: int) -> None:
        """Continue from a cursor without the broadcaster, because the client was not ready for a frame."""
        self._meter.conflations += 1
        if self.position is not None:
            self.position.cursor = cursor
        self._write_soon()

    def stop_feed(self) -> None:
        """Stop sending changes, because the client no longer follows the feed."""
        self.position = None
        self._snapshots.clear()
        self._answers.make_all_due()

    async def wait_for_capacity(self) -> None:
        """Wait while too many answers are queued."""
        await self._answers.wait_for_capacity()

    async def end(self) -> None:
        """Stop writing."""
        if self._writer is not None:
            self._writer.cancel()
            await asyncio.wait({self._writer})

    def _write_soon(self) -> None:
        if self._writer is None:
            position = self.position
            if position is not None and (cursor := position.broadcaster.detach(self)) is not None:
                position.cursor = cursor
            self._writer = asyncio.create_task(self._write())

    async def _write(self) -> None:
        """Write all that is pending, then attach to the broadcaster."""
        try:
            await self._write_all()
        except Outdated:
            self._meter.slow_closes += 1
            await shut(self.socket, TRY_AGAIN_LATER, READ_TOO_SLOWLY)
        except ConnectionClosed:
            pass
        except Exception:
            log.exception("cannot write to %s, which is dropped", self.socket.remote_address)
            self.socket.transport.abort()
        else:
            self._writer = None
            if (position := self.position) is not None:
                position.broadcaster.attach(self, position.cursor, position.datasets)
        finally:
            if self._writer is not None:
                self._answers.end()

    async def _write_all(self) -> None:
        while (frame := self._next_frame()) is not None:
            if frame.count:
                await write(self.socket, frame, self._limiter, self._meter)

    def _next_frame(self) -> Frame | None:
        """Return the next frame: snapshots, changes, then answers that are due; None if there is nothing."""
        snapshots, self._snapshots = self._snapshots, []
        if snapshots:
            self.position = snapshots[-1][1]
        position = self.position
        changes = (
            position.broadcaster.changes_since(position.cursor, position.datasets)
            if position is not None
            else None
        )
        if not (changes or self._answers):
            return None
        missed_frame = self._advance(changes)
        take_due = self._answers.take_due(position.cursor if position is not None else 0)
        return joined((*(answer for answer, _ in snapshots), missed_frame, *take_due))

    def _advance(self, changes: Missed | None) -> Frame:
        if self.position is None or changes is None:
            return EMPTY_FRAME
        self.position.cursor = changes.upto
        self._meter.notices += changes.frame.count
        return changes.frame
