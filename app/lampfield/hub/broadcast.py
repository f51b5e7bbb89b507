"""Broadcast of changes: each frame is encoded once and written to all clients at the same cursor."""

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
"""The versions of websockets with which direct writing to the transport was tested."""

_TEXT = 0x81
"""The first byte of an unfragmented text frame (RFC 6455, section 5.2)."""


class Reader(Protocol):
    """A client that receives broadcasts. No fragmented message to it may be in progress."""

    @property
    def socket(self) -> ServerConnection:
        """The client's connection."""


R = TypeVar("R", bound=Reader)


def is_tested() -> bool:
    """Return whether the installed version of websockets is one of `TESTED`."""
    return version.version in TESTED


def send_to_ready(text: bytes, readers: Iterable[R]) -> list[R]:
    """Send a text to all readers whose write buffer is empty.

    Args:
        text: The text, in UTF-8.
        readers: The recipients. Those whose connection is closing are skipped.

    Returns:
        The readers that are behind: they got nothing, because their write buffer is not empty.
    """
    return (
        _write_to_ready(encode_text_frame(text), readers)
        if is_tested()
        else _broadcast_to_ready(text, readers)
    )


def encode_text_frame(text: bytes) -> bytes:
    """Return a text as an unmasked websocket frame."""
    size = len(text)
    if size < 126:
        return b"%c%c%b" % (_TEXT, size, text)
    if size < 65_536:
        return b"%c\x7e%b%b" % (_TEXT, size.to_bytes(2), text)
    return b"%c\x7f%b%b" % (_TEXT, size.to_bytes(8), text)


def _write_to_ready(frame: bytes, readers: Iterable[R]) -> list[R]:
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


def _broadcast_to_ready(text: bytes, readers: Iterable[R]) -> list[R]:
    ready: list[R] = []
    behind: list[R] = []
    for reader in readers:
        waits = reader.socket.transport.get_write_buffer_size() > 0
        (behind if waits else ready).append(reader)
    broadcast([reader.socket for reader in ready], text.decode())
    return behind


log = logging.getLogger(__name__)

MIN_INTERVAL_SECONDS = 0.016
"""The shortest interval between two frames. A change after an idle interval is sent immediately."""

MAX_INTERVAL_SECONDS = 0.05
"""The longest interval, however many readers there are."""

MAX_BROADCAST_SHARE = 0.2
"""The largest share of its time that the hub spends broadcasting before it lengthens the interval."""


Cohort = dict[Outbox, None]
"""Readers at the same cursor, in the order in which they joined."""


def interval_seconds(took: float) -> float:
    """Return the seconds from the start of a frame to the next one, given those that sending it took."""
    return min(max(took / MAX_BROADCAST_SHARE, MIN_INTERVAL_SECONDS), MAX_INTERVAL_SECONDS)


class Broadcaster:
    """Sends each frame to all readers that are ready; the others get the latest state later.

    Args:
        frames: Encodes changes.
        meter: Counts frames and notifications.
    """

    def __init__(self, frames: Frames, meter: Meter) -> None:
        self._frames = frames
        self._meter = meter
        self._readers: set[Outbox] = set()
        self._cohorts: dict[tuple[int, Datasets], Cohort] = {}
        self._timer: asyncio.Handle | None = None
        self._next_due = float("-inf")

    def __len__(self) -> int:
        return len(self._readers)

    @property
    def seq(self) -> int:
        """The number of the last change."""
        return self._frames.seq

    def add(self, reader: Outbox) -> None:
        """Subscribe a reader. It gets frames once it is attached."""
        self._readers.add(reader)

    def remove(self, reader: Outbox) -> None:
        """Unsubscribe a reader."""
        self._readers.discard(reader)
        self.detach(reader)

    def changes_since(self, cursor: int, datasets: Datasets) -> Missed | None:
        """Return the next changes after a cursor, for a detached reader; None if there are none.

        Raises:
            Outdated: Some of the changes are no longer kept.
        """
        return None if cursor == self._frames.seq else self._frames.since(cursor, datasets)

    def attach(self, reader: Outbox, cursor: int, datasets: Datasets) -> None:
        """Attach a subscribed reader that is up to date to the cohort of its cursor."""
        if reader in self._readers:
            self._cohorts.setdefault((cursor, datasets), {})[reader] = None

    def detach(self, reader: Outbox) -> int | None:
        """Detach a reader from its cohort. Returns its cursor; None if it was not attached."""
        for (cursor, _), cohort in self._cohorts.items():
            if reader in cohort:
                del cohort[reader]
                return cursor
        return None

    def changed(self) -> None:
        """Schedule a frame: immediately after an idle interval, else at the end of the interval."""
        if self._timer is None and self._readers:
            loop = asyncio.get_running_loop()
            soon = self._next_due <= loop.time()
            self._timer = (
                loop.call_soon(self._send_changes)
                if soon
                else loop.call_at(self._next_due, self._send_changes)
            )

    def stop(self) -> None:
        """Unsubscribe all readers and cancel the scheduled frame."""
        self._readers.clear()
        self._cohorts.clear()
        if self._timer is not None:
            self._timer.cancel()

    def _send_changes(self) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        cohorts, self._cohorts = self._cohorts, {}
        # Reset the timer first: after an unexpected exception, the next change still schedules a frame.
        self._timer = None
        for (cursor, datasets), cohort in cohorts.items():
            self._advance_cohort(cohort, cursor, datasets)
        self._next_due = began + interval_seconds(loop.time() - began)
        # Continue with the rest of a large batch after other tasks have run.
        sent = all(cursor == self._frames.seq for cursor, _ in self._cohorts)
        self._timer = None if sent else loop.call_soon(self._send_changes)

    def _advance_cohort(self, cohort: Cohort, cursor: int, datasets: Datasets) -> None:
        """Send a cohort its next frame. Readers that are not ready are detached."""
        upto, behind = cursor, list[Outbox]()
        try:
            if cohort and (changes := self.changes_since(cursor, datasets)) is not None:
                upto, behind = changes.upto, self._send_to_cohort(changes, cohort)
        except Outdated:
            behind = list(cohort)
        except Exception:
            log.exception("cannot encode the changes for %d readers", len(cohort))
            behind = list(cohort)
        for reader in behind:
            del cohort[reader]
            reader.fall_behind(cursor)
        if cohort:
            self._cohorts.setdefault((upto, datasets), {}).update(cohort)

    def _send_to_cohort(self, changes: Missed, cohort: Cohort) -> list[Outbox]:
        frame = changes.frame
        if not frame.count:
            return []
        text = frame.whole
        behind = send_to_ready(text, cohort)
        sent = len(cohort) - len(behind)
        self._meter.frames += sent
        self._meter.notices += frame.count * sent
        self._meter.sent_bytes += len(text) * sent
        return behind
