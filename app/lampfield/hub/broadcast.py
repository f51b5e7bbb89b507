"""Broadcast of changes to all clients that are up to date."""

import asyncio
import logging
from collections.abc import Iterable
from typing import Protocol, TypeVar

from websockets import version
from websockets.asyncio.server import ServerConnection, broadcast
from websockets.protocol import State

from lampfield.hub.frames import Frames, Missed, Outdated
from lampfield.hub.meter import Meter
from lampfield.hub.outbox import Outbox
from lampfield.hub.snapshots import Datasets

TESTED = frozenset({"15.0.1", "16.1.1", "17.0.1", "17.4"})
"""The versions of websockets that this was tested with."""

_TEXT = 0x81
"""The first byte of a text that is whole in one frame."""


class Reader(Protocol):
    """Whoever is told. Nobody is in the middle of sending it a text in pieces."""

    @property
    def socket(self) -> ServerConnection:
        """Its connection."""


R = TypeVar("R", bound=Reader)


def is_tested() -> bool:
    """Say whether this was tested with the websockets that is here."""
    return version.version in TESTED


def spread(text: bytes, readers: Iterable[R]) -> list[R]:
    """Give a text to all readers that took all that they were given before.

    Args:
        text: In UTF-8.
        readers: Who is to get it. One whose connection is closing gets nothing.

    Returns:
        The others, who got nothing: something still waits for them to take it.
    """
    return _spread(framed(text), readers) if is_tested() else _broadcast(text, readers)


def framed(text: bytes) -> bytes:
    """Return a text as a frame of a server."""
    size = len(text)
    if size < 126:
        return b"%c%c%b" % (_TEXT, size, text)
    if size < 65_536:
        return b"%c\x7e%b%b" % (_TEXT, size.to_bytes(2), text)
    return b"%c\x7f%b%b" % (_TEXT, size.to_bytes(8), text)


def _spread(frame: bytes, readers: Iterable[R]) -> list[R]:
    behind: list[R] = []
    is_open = State.OPEN
    for reader in readers:
        socket = reader.socket
        transport = socket.transport
        if transport.get_write_buffer_size():
            behind.append(reader)
        elif socket.state is is_open:
            transport.write(frame)
    return behind


def _broadcast(text: bytes, readers: Iterable[R]) -> list[R]:
    ready: list[R] = []
    behind: list[R] = []
    for reader in readers:
        waits = reader.socket.transport.get_write_buffer_size() > 0
        (behind if waits else ready).append(reader)
    broadcast([reader.socket for reader in ready], text.decode())
    return behind


log = logging.getLogger(__name__)

SHORTEST_GAP_SECONDS = 0.016
"""The least time between two frames. A change after a quiet time is told at once."""

LONGEST_GAP_SECONDS = 0.05
"""The most that many readers may make of it."""

TELLING_SHARE = 0.2
"""Of its time, what the hub spends on telling before the gap grows. More readers then get fewer frames."""


Cohort = dict[Outbox, None]
"""Readers who have seen the same, in the order in which they came."""


def gap_seconds(took: float) -> float:
    """Return the least time from the beginning of a frame to the next one, by how long it took to tell it."""
    return min(max(took / TELLING_SHARE, SHORTEST_GAP_SECONDS), LONGEST_GAP_SECONDS)


class Broadcaster:
    """Gives each frame to all readers that are ready for it; the others get the latest later.

    Args:
        frames: What can be told.
        meter: Counts it.
    """

    def __init__(self, frames: Frames, meter: Meter) -> None:
        self._frames = frames
        self._meter = meter
        self._readers: set[Outbox] = set()
        self._cohorts: dict[tuple[int, Datasets], Cohort] = {}
        self._timer: asyncio.Handle | None = None
        self._due = float("-inf")

    def __len__(self) -> int:
        return len(self._readers)

    @property
    def seq(self) -> int:
        """The number of the last change."""
        return self._frames.seq

    def add(self, reader: Outbox) -> None:
        """Begin to tell a reader, once it has joined the others."""
        self._readers.add(reader)

    def remove(self, reader: Outbox) -> None:
        """Stop telling a reader."""
        self._readers.discard(reader)
        self.part(reader)

    def news(self, cursor: int, datasets: Datasets) -> Missed | None:
        """Return what a reader by itself is told next; None when it has seen all.

        Raises:
            Outdated: Not all of it is known any more.
        """
        return None if cursor == self._frames.seq else self._frames.since(cursor, datasets)

    def join(self, reader: Outbox, cursor: int, datasets: Datasets) -> None:
        """Let a reader stand with the others: it has seen all there is, and is ready for the next frame."""
        if reader in self._readers:
            self._cohorts.setdefault((cursor, datasets), {})[reader] = None

    def part(self, reader: Outbox) -> int | None:
        """Take a reader out from among the others. Returns what it has seen; None when it was not there."""
        for (cursor, _), cohort in self._cohorts.items():
            if reader in cohort:
                del cohort[reader]
                return cursor
        return None

    def changed(self) -> None:
        """Tell what changed: at once after a quiet time, else with the next frame."""
        if self._timer is None and self._readers:
            loop = asyncio.get_running_loop()
            soon = self._due <= loop.time()
            self._timer = loop.call_soon(self._tell) if soon else loop.call_at(self._due, self._tell)

    def stop(self) -> None:
        """Tell nothing more."""
        self._readers.clear()
        self._cohorts.clear()
        if self._timer is not None:
            self._timer.cancel()

    def _tell(self) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        cohorts, self._cohorts = self._cohorts, {}
        # Should telling fail in a way that was not foreseen, the next change is told all the same.
        self._timer = None
        for (cursor, datasets), cohort in cohorts.items():
            self._lead(cohort, cursor, datasets)
        self._due = began + gap_seconds(loop.time() - began)
        # What one frame could not hold follows as soon as others had their turn.
        told = all(cursor == self._frames.seq for cursor, _ in self._cohorts)
        self._timer = None if told else loop.call_soon(self._tell)

    def _lead(self, cohort: Cohort, cursor: int, datasets: Datasets) -> None:
        """Give a flock its next frame. Whoever cannot take it goes on alone."""
        upto, behind = cursor, list[Outbox]()
        try:
            if cohort and (news := self.news(cursor, datasets)) is not None:
                upto, behind = news.upto, self._give(news, cohort)
        except Outdated:
            behind = list(cohort)
        except Exception:
            log.exception("what %d readers missed cannot be told", len(cohort))
            behind = list(cohort)
        for reader in behind:
            del cohort[reader]
            reader.fall_behind(cursor)
        if cohort:
            self._cohorts.setdefault((upto, datasets), {}).update(cohort)

    def _give(self, news: Missed, cohort: Cohort) -> list[Outbox]:
        frame = news.frame
        if not frame.count:
            return []
        text = frame.whole
        behind = spread(text, cohort)
        told = len(cohort) - len(behind)
        self._meter.frames += told
        self._meter.notices += frame.count * told
        self._meter.sent_bytes += len(text) * told
        return behind
