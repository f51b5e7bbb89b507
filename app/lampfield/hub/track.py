"""A track: when each thing of one kind last changed, so that any reader can be brought up to date."""

from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

import msgspec

K = TypeVar("K", bound=Hashable)

MAX_GONE = 10_000
"""How many things that are gone are remembered; older ones make a resume impossible."""


_NONE: dict[str, int] = {}
"""What has changed of most things: one empty map for all of them, which nobody writes to."""


class Mark(msgspec.Struct, gc=False):
    """The numbers of one thing's changes."""

    born: int
    last: int
    gone: bool
    fields: dict[str, int]
    """The last change of each property that changed since it was born."""


class Track(Generic[K]):
    """The marks of one kind of thing, in the order of their last change."""

    def __init__(self, max_gone: int = MAX_GONE) -> None:
        self._marks: dict[K, Mark] = {}
        self._gone = 0
        self._max_gone = max_gone
        self.floor = 0
        """Changes up to this one may have been forgotten."""

    def born(self, key: K, seq: int) -> None:
        """Note that a thing is there now, whole."""
        self._forget(key)
        self._marks[key] = Mark(seq, seq, gone=False, fields=_NONE)

    def changed(self, key: K, seq: int, fields: Iterable[str] = ()) -> None:
        """Note that properties of a thing changed."""
        mark = self._marks.pop(key)
        mark.last = seq
        stamps = mark.fields = mark.fields or {}
        for name in fields:
            stamps[name] = seq
        self._marks[key] = mark

    def gone(self, key: K, seq: int) -> None:
        """Note that a thing is no longer there."""
        self._forget(key)
        self._marks[key] = Mark(seq, seq, gone=True, fields=_NONE)
        self._gone += 1
        if self._gone > self._max_gone:
            self._drop_oldest_gone()

    def since(self, cursor: int, upto: int | None = None) -> list[tuple[K, Mark]]:
        """Return the things that changed after a change, the first changed first.

        Args:
            cursor: The change.
            upto: Leave out what changed after this one, but for what was born up to it: whoever is told of
                it later must know it already.
        """
        found: list[tuple[K, Mark]] = []
        for key, mark in reversed(self._marks.items()):
            if mark.last <= cursor:
                break
            if upto is None or mark.last <= upto or cursor < mark.born <= upto:
                found.append((key, mark))
        found.reverse()
        return found

    def _forget(self, key: K) -> None:
        mark = self._marks.pop(key, None)
        if mark is not None and mark.gone:
            self._gone -= 1

    def _drop_oldest_gone(self) -> None:
        key = next(key for key, mark in self._marks.items() if mark.gone)
        self.floor = max(self.floor, self._marks[key].last)
        self._forget(key)
