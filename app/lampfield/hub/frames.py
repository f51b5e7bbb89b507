"""Frames: JSON texts for the wire, encoded once for all clients at the same cursor."""

import asyncio
from collections.abc import Iterable, Iterator

import msgspec

from lampfield.hub.snapshots import Datasets, batch_end, missed_changes
from lampfield.hub.store import Store
from lampfield.protocol.jsonrpc import encode_notification

PIECE_BYTES = 131_072
"""The largest fragment. A longer text is fragmented, which bounds what is buffered for one client."""


class Frame(msgspec.Struct, frozen=True):
    """JSON objects separated by commas, without the brackets of a batch. The parts are one text."""

    parts: tuple[bytes, ...]
    count: int = 1
    """The number of objects."""

    @property
    def size(self) -> int:
        """The length in bytes, without brackets."""
        return sum(map(len, self.parts))

    @property
    def whole(self) -> bytes:
        """The text for the wire: a batch if there are several objects."""
        return b"".join(self._bracketed())

    def pieces(self) -> Iterator[bytes]:
        """Yield the bytes of ``whole`` in pieces of at most `PIECE_BYTES`."""
        for part in self._bracketed():
            for begin in range(0, len(part), PIECE_BYTES):
                yield part[begin : begin + PIECE_BYTES]

    def _bracketed(self) -> tuple[bytes, ...]:
        return self.parts if self.count == 1 else (b"[", *self.parts, b"]")


EMPTY_FRAME = Frame((), 0)


def joined(frames: Iterable[Frame]) -> Frame:
    """Return several frames as one."""
    parts: list[bytes] = []
    count = 0
    for frame in frames:
        if frame.count:
            parts += (b",", *frame.parts) if parts else frame.parts
            count += frame.count
    return Frame(tuple(parts), count)


CACHE_SECONDS = 1.0
"""How long an encoded frame stays in the cache while nothing changes."""


class Outdated(Exception):
    """The change log no longer reaches back to a client's cursor: the client needs a snapshot."""


class Missed(msgspec.Struct, frozen=True):
    """The next changes for a client."""

    frame: Frame
    upto: int
    """The last change that the frame contains. Later changes need another frame."""


class Frames:
    """A cache of encoded changes, by cursor and datasets.

    Args:
        store: The account's state.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._seq = -1
        self._cache: dict[tuple[int, Datasets], Missed] = {}
        self._expiry: asyncio.TimerHandle | None = None

    @property
    def seq(self) -> int:
        """The number of the last change."""
        return self._store.seq

    def since(self, cursor: int, datasets: Datasets) -> Missed:
        """Return the next changes for clients at a cursor.

        Raises:
            Outdated: Some of the changes are no longer kept.
        """
        if self._seq != self._store.seq:
            self._cache.clear()
            self._seq = self._store.seq
        missed_frame = self._cache.get((cursor, datasets))
        if missed_frame is None:
            missed_frame = self._cache[cursor, datasets] = self._encode(cursor, datasets)
            self._schedule_expiry()
        return missed_frame

    def _schedule_expiry(self) -> None:
        if self._expiry is None:
            self._expiry = asyncio.get_running_loop().call_later(CACHE_SECONDS, self._clear)

    def _clear(self) -> None:
        self._expiry = None
        self._cache.clear()

    def _encode(self, cursor: int, datasets: Datasets) -> Missed:
        if not self._store.journal.can_resume(cursor):
            raise Outdated
        upto = batch_end(self._store, cursor, datasets)
        texts = [
            encode_notification(notice) for notice in missed_changes(self._store, cursor, datasets, upto)
        ]
        return Missed(Frame((b",".join(texts),), len(texts)) if texts else EMPTY_FRAME, upto)
