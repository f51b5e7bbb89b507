"""The herald: tells the readers of one account what changed, a frame at a time."""

import asyncio

from websockets.asyncio.server import broadcast

from lampfield.hub.catchup import Datasets
from lampfield.hub.frames import Frame, Frames, Outdated
from lampfield.hub.meter import Meter
from lampfield.hub.outbox import Outbox

FRAME_SECONDS = 0.02
"""The least time between two frames. A change after a quiet time is told at once."""


class Herald:
    """Gives each frame to all readers that are ready for it; the others get the latest later.

    Args:
        frames: What can be told.
        meter: Counts it.
    """

    def __init__(self, frames: Frames, meter: Meter) -> None:
        self._frames = frames
        self._meter = meter
        self._readers: dict[Outbox, None] = {}
        self._timer: asyncio.Handle | None = None
        self._last = float("-inf")

    def __len__(self) -> int:
        return len(self._readers)

    def add(self, reader: Outbox) -> None:
        """Begin to tell a reader."""
        self._readers[reader] = None

    def remove(self, reader: Outbox) -> None:
        """Stop telling a reader."""
        self._readers.pop(reader, None)

    def changed(self) -> None:
        """Tell what changed: at once after a quiet time, else with the next frame."""
        if self._timer is None and self._readers:
            loop = asyncio.get_running_loop()
            due = self._last + FRAME_SECONDS
            soon = due <= loop.time()
            self._timer = loop.call_soon(self._tell) if soon else loop.call_at(due, self._tell)

    def stop(self) -> None:
        """Tell nothing more."""
        self._readers.clear()
        if self._timer is not None:
            self._timer.cancel()

    def _tell(self) -> None:
        self._timer = None
        self._last = asyncio.get_running_loop().time()
        for (cursor, datasets), readers in self._behind().items():
            try:
                frame = self._frames.since(cursor, datasets)
            except Outdated:
                for reader in readers:
                    reader.wake()
            else:
                self._give(frame, readers)

    def _behind(self) -> dict[tuple[int, Datasets], list[Outbox]]:
        """Return those who are ready by what they need; wake the others that need anything."""
        groups: dict[tuple[int, Datasets], list[Outbox]] = {}
        seq = self._frames.seq
        for reader in self._readers:
            place = reader.place
            if place is None or place.cursor == seq:
                continue
            if reader.ready:
                groups.setdefault((place.cursor, place.datasets), []).append(reader)
            else:
                reader.wake()
        return groups

    def _give(self, frame: Frame, readers: list[Outbox]) -> None:
        if frame.count:
            data = frame.whole
            broadcast([reader.socket for reader in readers], data.decode())
            self._meter.frames += len(readers)
            self._meter.notices += frame.count * len(readers)
            self._meter.sent_bytes += len(data) * len(readers)
        for reader in readers:
            reader.told()
