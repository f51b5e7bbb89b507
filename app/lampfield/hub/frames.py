"""Frames: what readers missed and snapshots, encoded once for all who need the same."""

from collections.abc import Callable, Iterable

import msgspec

from lampfield.feed.envelope import encode_notice
from lampfield.feed.requests import Since
from lampfield.hub.catchup import Datasets, missed
from lampfield.hub.snapshot import resumption, snapshot
from lampfield.hub.store import Store

SNAPSHOT_SECONDS = 0.5
"""How long a snapshot serves others who start; what changed since is told on top."""


class Frame(msgspec.Struct, frozen=True):
    """JSON objects parted by commas, without the brackets of a batch."""

    text: bytes
    count: int = 1

    @property
    def whole(self) -> bytes:
        """The frame as it goes to the wire: a batch when there are several objects."""
        return self.text if self.count == 1 else b"[" + self.text + b"]"


NOTHING = Frame(b"", 0)


class Outdated(Exception):
    """A reader has seen too little to be told the rest: it needs a snapshot."""


class Frames:
    """The texts of one store.

    Args:
        store: Where the values are.
        epoch: Names this run of the hub.
        clock: Monotonic seconds.
    """

    def __init__(self, store: Store, epoch: str, clock: Callable[[], float]) -> None:
        self._store = store
        self._epoch = epoch
        self._clock = clock
        self._seq = -1
        self._frames: dict[tuple[int, Datasets], Frame] = {}
        self._snapshots: dict[Datasets, tuple[int, float, bytes]] = {}

    @property
    def seq(self) -> int:
        """The number of the last change."""
        return self._store.seq

    def since(self, cursor: int, datasets: Datasets) -> Frame:
        """Return what a reader missed that has seen all up to a number.

        Raises:
            Outdated: Not all of it is known any more.
        """
        if self._seq != self._store.seq:
            self._frames.clear()
            self._seq = self._store.seq
        frame = self._frames.get((cursor, datasets))
        if frame is None:
            frame = self._frames[cursor, datasets] = self._encoded(cursor, datasets)
        return frame

    def opening(self, since: Since | None, datasets: Datasets) -> tuple[int, bytes]:
        """Return the change after which the news begin, and the answer to ``feed.start`` as JSON text.

        Args:
            since: Where the reader was cut off; it goes on there when all that followed is known.
            datasets: What it follows.
        """
        if since is not None and since.epoch == self._epoch and self._store.journal.holds(since.seq):
            return since.seq, msgspec.json.encode(resumption(self._store, self._epoch))
        return self._snapshot(datasets)

    def _snapshot(self, datasets: Datasets) -> tuple[int, bytes]:
        seq, made, text = self._snapshots.get(datasets, (-1, 0.0, b""))
        recent = self._clock() - made < SNAPSHOT_SECONDS and self._store.journal.holds(seq)
        if seq != self._store.seq and not recent:
            seq, text = self._store.seq, msgspec.json.encode(snapshot(self._store, self._epoch, datasets))
            self._snapshots = {datasets: (seq, self._clock(), text)}
        return seq, text

    def _encoded(self, cursor: int, datasets: Datasets) -> Frame:
        if not self._store.journal.holds(cursor):
            raise Outdated
        texts = [encode_notice(notice) for notice in missed(self._store, cursor, datasets)]
        return Frame(b",".join(texts), len(texts)) if texts else NOTHING


def joined(frames: Iterable[Frame]) -> Frame:
    """Return several frames as one."""
    parts = [frame for frame in frames if frame.count]
    if len(parts) == 1:
        return parts[0]
    return Frame(b",".join(frame.text for frame in parts), sum(frame.count for frame in parts))
