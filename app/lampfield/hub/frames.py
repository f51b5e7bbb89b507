"""Frames: texts as they go to the wire, encoded once for all clients at the same cursor."""

import asyncio
from collections.abc import Iterable, Iterator

import msgspec

from lampfield.hub.snapshots import Datasets, missed, reach
from lampfield.hub.store import Store
from lampfield.protocol.jsonrpc import encode_notification

PIECE_BYTES = 131_072
"""A text longer than this goes to the wire in pieces, the next one when the last was taken: what waits for
one reader is never more."""


class Frame(msgspec.Struct, frozen=True):
    """JSON objects parted by commas, without the brackets of a batch, in parts that make one text."""

    parts: tuple[bytes, ...]
    count: int = 1
    """How many objects they are."""

    @property
    def size(self) -> int:
        """The length in bytes, without brackets."""
        return sum(map(len, self.parts))

    @property
    def whole(self) -> bytes:
        """The frame as it goes to the wire: a batch when there are several objects."""
        return b"".join(self._bracketed())

    def pieces(self) -> Iterator[bytes]:
        """Return the same bytes as ``whole``, cut so that each piece is small."""
        for part in self._bracketed():
            for begin in range(0, len(part), PIECE_BYTES):
                yield part[begin : begin + PIECE_BYTES]

    def _bracketed(self) -> tuple[bytes, ...]:
        return self.parts if self.count == 1 else (b"[", *self.parts, b"]")


NOTHING = Frame((), 0)


def joined(frames: Iterable[Frame]) -> Frame:
    """Return several frames as one."""
    parts: list[bytes] = []
    count = 0
    for frame in frames:
        if frame.count:
            parts += (b",", *frame.parts) if parts else frame.parts
            count += frame.count
    return Frame(tuple(parts), count)


KEPT_SECONDS = 1.0
"""So long a frame is kept for others who need the same: on a quiet hub none stays for longer."""


class Outdated(Exception):
    """A reader has seen too little to be told the rest: it needs a snapshot."""


class Missed(msgspec.Struct, frozen=True):
    """What a reader is told next."""

    frame: Frame
    upto: int
    """The last change that it tells. What came after needs a frame of its own."""


class Frames:
    """The texts of one store.

    Args:
        store: Where the values are.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._seq = -1
        self._news: dict[tuple[int, Datasets], Missed] = {}
        self._end: asyncio.TimerHandle | None = None

    @property
    def seq(self) -> int:
        """The number of the last change."""
        return self._store.seq

    def since(self, cursor: int, datasets: Datasets) -> Missed:
        """Return what a reader is told next that has seen all up to a number.

        Raises:
            Outdated: Not all of it is known any more.
        """
        if self._seq != self._store.seq:
            self._news.clear()
            self._seq = self._store.seq
        news = self._news.get((cursor, datasets))
        if news is None:
            news = self._news[cursor, datasets] = self._encoded(cursor, datasets)
            self._forget_later()
        return news

    def _forget_later(self) -> None:
        if self._end is None:
            self._end = asyncio.get_running_loop().call_later(KEPT_SECONDS, self._forget)

    def _forget(self) -> None:
        self._end = None
        self._news.clear()

    def _encoded(self, cursor: int, datasets: Datasets) -> Missed:
        if not self._store.journal.holds(cursor):
            raise Outdated
        upto = reach(self._store, cursor, datasets)
        texts = [encode_notification(notice) for notice in missed(self._store, cursor, datasets, upto)]
        return Missed(Frame((b",".join(texts),), len(texts)) if texts else NOTHING, upto)
