"""Frames: what readers missed, encoded once for all who need the same."""

import asyncio

import msgspec

from lampfield.feed.envelope import encode_notice
from lampfield.hub.catchup import Datasets, missed, reach
from lampfield.hub.frame import NOTHING, Frame
from lampfield.hub.store import Store

KEPT_SECONDS = 1.0
"""So long a frame is kept for others who need the same: on a quiet hub none stays for longer."""


class Outdated(Exception):
    """A reader has seen too little to be told the rest: it needs a snapshot."""


class News(msgspec.Struct, frozen=True):
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
        self._news: dict[tuple[int, Datasets], News] = {}
        self._end: asyncio.TimerHandle | None = None

    @property
    def seq(self) -> int:
        """The number of the last change."""
        return self._store.seq

    def since(self, cursor: int, datasets: Datasets) -> News:
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

    def _encoded(self, cursor: int, datasets: Datasets) -> News:
        if not self._store.journal.holds(cursor):
            raise Outdated
        upto = reach(self._store, cursor, datasets)
        texts = [encode_notice(notice) for notice in missed(self._store, cursor, datasets, upto)]
        return News(Frame((b",".join(texts),), len(texts)) if texts else NOTHING, upto)
