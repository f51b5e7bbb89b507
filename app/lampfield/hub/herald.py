"""The herald: tells the readers of one account what changed, a frame at a time.

Readers who have seen the same and follow the same stand together: a frame is made once for all of them. One
who cannot take a frame falls behind, catches up by itself with the latest values, and stands with them again.
"""

import asyncio
import logging

from lampfield.hub.catchup import Datasets
from lampfield.hub.frames import Frames, News, Outdated
from lampfield.hub.meter import Meter
from lampfield.hub.outbox import Outbox
from lampfield.hub.spread import spread

log = logging.getLogger(__name__)

SHORTEST_GAP_SECONDS = 0.016
"""The least time between two frames. A change after a quiet time is told at once."""

LONGEST_GAP_SECONDS = 0.05
"""The most that many readers may make of it."""

TELLING_SHARE = 0.2
"""Of its time, what the hub spends on telling before the gap grows. More readers then get fewer frames."""


Flock = dict[Outbox, None]
"""Readers who have seen the same, in the order in which they came."""


def gap_seconds(took: float) -> float:
    """Return the least time from the beginning of a frame to the next one, by how long it took to tell it."""
    return min(max(took / TELLING_SHARE, SHORTEST_GAP_SECONDS), LONGEST_GAP_SECONDS)


class Herald:
    """Gives each frame to all readers that are ready for it; the others get the latest later.

    Args:
        frames: What can be told.
        meter: Counts it.
    """

    def __init__(self, frames: Frames, meter: Meter) -> None:
        self._frames = frames
        self._meter = meter
        self._readers: set[Outbox] = set()
        self._flocks: dict[tuple[int, Datasets], Flock] = {}
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

    def news(self, cursor: int, datasets: Datasets) -> News | None:
        """Return what a reader by itself is told next; None when it has seen all.

        Raises:
            Outdated: Not all of it is known any more.
        """
        return None if cursor == self._frames.seq else self._frames.since(cursor, datasets)

    def join(self, reader: Outbox, cursor: int, datasets: Datasets) -> None:
        """Let a reader stand with the others: it has seen all there is, and is ready for the next frame."""
        if reader in self._readers:
            self._flocks.setdefault((cursor, datasets), {})[reader] = None

    def part(self, reader: Outbox) -> int | None:
        """Take a reader out from among the others. Returns what it has seen; None when it was not there."""
        for (cursor, _), flock in self._flocks.items():
            if reader in flock:
                del flock[reader]
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
        self._flocks.clear()
        if self._timer is not None:
            self._timer.cancel()

    def _tell(self) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        flocks, self._flocks = self._flocks, {}
        # Should telling fail in a way that was not foreseen, the next change is told all the same.
        self._timer = None
        for (cursor, datasets), flock in flocks.items():
            self._lead(flock, cursor, datasets)
        self._due = began + gap_seconds(loop.time() - began)
        # What one frame could not hold follows as soon as others had their turn.
        told = all(cursor == self._frames.seq for cursor, _ in self._flocks)
        self._timer = None if told else loop.call_soon(self._tell)

    def _lead(self, flock: Flock, cursor: int, datasets: Datasets) -> None:
        """Give a flock its next frame. Whoever cannot take it goes on alone."""
        upto, behind = cursor, list[Outbox]()
        try:
            if flock and (news := self.news(cursor, datasets)) is not None:
                upto, behind = news.upto, self._give(news, flock)
        except Outdated:
            behind = list(flock)
        except Exception:
            log.exception("what %d readers missed cannot be told", len(flock))
            behind = list(flock)
        for reader in behind:
            del flock[reader]
            reader.fall_behind(cursor)
        if flock:
            self._flocks.setdefault((upto, datasets), {}).update(flock)

    def _give(self, news: News, flock: Flock) -> list[Outbox]:
        frame = news.frame
        if not frame.count:
            return []
        text = frame.whole
        behind = spread(text, flock)
        told = len(flock) - len(behind)
        self._meter.frames += told
        self._meter.notices += frame.count * told
        self._meter.sent_bytes += len(text) * told
        return behind
