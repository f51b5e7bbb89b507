"""The change log of one account: sequence numbers, and the last change of each key."""

from collections import deque
from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

import msgspec

from lampfield.model.identity import CallUid, ContactId, DeviceName, MessageId, RoomId
from lampfield.model.link import LinkName
from lampfield.protocol.notifications import MessageNew, MessageUpdate, Notification


class Numbers(msgspec.Struct):
    """Counters that outlive a desk: a new desk of the account goes on where the last one ended."""

    seq: int = 0
    """The account's last change."""
    calls: int = 0
    rooms: int = 0
    messages: int = 0

    def next_seq(self) -> int:
        """Number a change."""
        self.seq += 1
        return self.seq

    def next_call(self) -> CallUid:
        """Number a call."""
        self.calls += 1
        return CallUid(self.calls)

    def next_room(self) -> RoomId:
        """Number a room. A room that was left and is opened again is another one."""
        self.rooms += 1
        return RoomId(self.rooms)

    def next_message(self) -> MessageId:
        """Number a message."""
        self.messages += 1
        return MessageId(self.messages)


MAX_KEPT = 5_000
"""How many messages and call changes are kept for those who fell behind or were cut off."""

MAX_KEPT_CHARS = 8_000_000
"""And how much text they may hold together."""


class Journal:
    """Everything that a reader needs to catch up, bounded."""

    def __init__(self, numbers: Numbers, max_kept: int = MAX_KEPT) -> None:
        self._numbers = numbers
        self._max_kept = max_kept
        self._begin = numbers.seq
        self._kept: deque[Notification] = deque()
        self._kept_chars = 0
        self._kept_floor = 0
        self.contacts: ChangeIndex[ContactId] = ChangeIndex()
        self.devices: ChangeIndex[DeviceName] = ChangeIndex()
        self.rooms: ChangeIndex[RoomId] = ChangeIndex()
        self.links: ChangeIndex[LinkName] = ChangeIndex()
        self.me_seq = 0

    @property
    def seq(self) -> int:
        """The number of the last change."""
        return self._numbers.seq

    @property
    def floor(self) -> int:
        """A reader that has seen less than this one cannot catch up: it needs a snapshot."""
        return max(self._begin, self._kept_floor, self.contacts.floor, self.devices.floor, self.rooms.floor)

    def holds(self, cursor: int) -> bool:
        """Say whether a reader that has seen a change can be told all that came after it."""
        return self.floor <= cursor <= self.seq

    def next_seq(self) -> int:
        """Number a change."""
        return self._numbers.next_seq()

    def me_changed(self) -> None:
        """Note that the operator's own presence changed."""
        self.me_seq = self.next_seq()

    def keep(self, notice: Notification) -> None:
        """Keep a numbered notice that must not be replaced by a later one."""
        self._kept.append(notice)
        self._kept_chars += _chars(notice)
        while len(self._kept) > self._max_kept or self._kept_chars > MAX_KEPT_CHARS:
            dropped = self._kept.popleft()
            self._kept_chars -= _chars(dropped)
            self._kept_floor = dropped.seq

    def kept_since(self, cursor: int, upto: int | None = None) -> list[Notification]:
        """Return the kept notices after a change and up to another, in their order."""
        found: list[Notification] = []
        for notice in reversed(self._kept):
            if notice.seq <= cursor:
                break
            if upto is None or notice.seq <= upto:
                found.append(notice)
        found.reverse()
        return found


def _chars(notice: Notification) -> int:
    return len(notice.message.msg) if isinstance(notice, MessageNew | MessageUpdate) else 0


K = TypeVar("K", bound=Hashable)

MAX_GONE = 10_000
"""How many things that are gone are remembered; older ones make a resume impossible."""


_NONE: dict[str, int] = {}
"""What has changed of most things: one empty map for all of them, which nobody writes to."""


class Stamp(msgspec.Struct, gc=False):
    """The numbers of one thing's changes."""

    born: int
    last: int
    gone: bool
    fields: dict[str, int]
    """The last change of each property that changed since it was born."""


class ChangeIndex(Generic[K]):
    """The marks of one kind of thing, in the order of their last change."""

    def __init__(self, max_gone: int = MAX_GONE) -> None:
        self._marks: dict[K, Stamp] = {}
        self._gone = 0
        self._max_gone = max_gone
        self.floor = 0
        """Changes up to this one may have been forgotten."""

    def born(self, key: K, seq: int) -> None:
        """Note that a thing is there now, whole."""
        self._forget(key)
        self._marks[key] = Stamp(seq, seq, gone=False, fields=_NONE)

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
        self._marks[key] = Stamp(seq, seq, gone=True, fields=_NONE)
        self._gone += 1
        if self._gone > self._max_gone:
            self._drop_oldest_gone()

    def since(self, cursor: int, upto: int | None = None) -> list[tuple[K, Stamp]]:
        """Return the things that changed after a change, the first changed first.

        Args:
            cursor: The change.
            upto: Leave out what changed after this one, but for what was born up to it: whoever is told of
                it later must know it already.
        """
        found: list[tuple[K, Stamp]] = []
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
