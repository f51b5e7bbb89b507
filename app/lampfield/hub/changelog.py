"""The change log of one account: sequence numbers, and the last change of each value."""

from collections import deque
from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

import msgspec

from lampfield.model.identity import CallUid, ContactId, DeviceName, MessageId, RoomId
from lampfield.model.link import LinkName
from lampfield.protocol.notifications import MessageNew, MessageUpdate, Notification


class Numbers(msgspec.Struct):
    """An account's counters. They survive the account's sessions: the next `AccountHub` continues them."""

    seq: int = 0
    """The account's last change."""
    calls: int = 0
    rooms: int = 0
    messages: int = 0

    def next_seq(self) -> int:
        """Return the next number of a change."""
        self.seq += 1
        return self.seq

    def next_call(self) -> CallUid:
        """Return the next number of a call."""
        self.calls += 1
        return CallUid(self.calls)

    def next_room(self) -> RoomId:
        """Return the next number of a room. A room that is left and opened again gets a new number."""
        self.rooms += 1
        return RoomId(self.rooms)

    def next_message(self) -> MessageId:
        """Return the next number of a message."""
        self.messages += 1
        return MessageId(self.messages)


MAX_KEPT = 5_000
"""The number of message and call notifications that are kept for clients that fell behind or reconnect."""

MAX_KEPT_CHARS = 8_000_000
"""The total length of the text that they contain."""


class Journal:
    """A bounded log of the changes that clients need to catch up.

    Of contacts, devices, rooms and links it keeps only the numbers of their last changes; the store has the
    values. Notifications of messages and calls are kept themselves.
    """

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
        """The oldest cursor from which a client can catch up."""
        return max(self._begin, self._kept_floor, self.contacts.floor, self.devices.floor, self.rooms.floor)

    def can_resume(self, cursor: int) -> bool:
        """Return whether a client at a cursor can catch up without a snapshot."""
        return self.floor <= cursor <= self.seq

    def next_seq(self) -> int:
        """Return the next number of a change."""
        return self._numbers.next_seq()

    def me_changed(self) -> None:
        """Record that the operator's own presence changed."""
        self.me_seq = self.next_seq()

    def keep(self, notification: Notification) -> None:
        """Keep a numbered notification that later ones must not supersede."""
        self._kept.append(notification)
        self._kept_chars += _chars(notification)
        while len(self._kept) > self._max_kept or self._kept_chars > MAX_KEPT_CHARS:
            dropped = self._kept.popleft()
            self._kept_chars -= _chars(dropped)
            self._kept_floor = dropped.seq

    def kept_since(self, cursor: int, upto: int | None = None) -> list[Notification]:
        """Return the kept notifications after a cursor and up to another, in order."""
        found: list[Notification] = []
        for notification in reversed(self._kept):
            if notification.seq <= cursor:
                break
            if upto is None or notification.seq <= upto:
                found.append(notification)
        found.reverse()
        return found


def _chars(notification: Notification) -> int:
    return len(notification.message.msg) if isinstance(notification, MessageNew | MessageUpdate) else 0


K = TypeVar("K", bound=Hashable)

MAX_REMOVED = 10_000
"""The number of removed keys that are remembered; a client cannot resume from before a forgotten one."""


_NONE: dict[str, int] = {}
"""A shared empty map for values without changes, which is never written to."""


class Stamp(msgspec.Struct, gc=False):
    """The sequence numbers of one value's changes."""

    added: int
    last: int
    removed: bool
    fields: dict[str, int]
    """The last change of each property that changed since the value was added."""


class ChangeIndex(Generic[K]):
    """The stamps of one kind of value, in the order of their last change."""

    def __init__(self, max_removed: int = MAX_REMOVED) -> None:
        self._stamps: dict[K, Stamp] = {}
        self._removed = 0
        self._max_removed = max_removed
        self.floor = 0
        """Removals up to this change may have been forgotten."""

    def added(self, key: K, seq: int) -> None:
        """Record that a value was added."""
        self._forget(key)
        self._stamps[key] = Stamp(seq, seq, removed=False, fields=_NONE)

    def changed(self, key: K, seq: int, fields: Iterable[str] = ()) -> None:
        """Record that properties of a value changed."""
        stamp = self._stamps.pop(key)
        stamp.last = seq
        fields_seq = stamp.fields = stamp.fields or {}
        for name in fields:
            fields_seq[name] = seq
        self._stamps[key] = stamp

    def removed(self, key: K, seq: int) -> None:
        """Record that a value was removed."""
        self._forget(key)
        self._stamps[key] = Stamp(seq, seq, removed=True, fields=_NONE)
        self._removed += 1
        if self._removed > self._max_removed:
            self._drop_oldest_removed()

    def since(self, cursor: int, upto: int | None = None) -> list[tuple[K, Stamp]]:
        """Return the keys that changed after a cursor, in the order of their last change.

        Args:
            cursor: The last change that the client has seen.
            upto: Exclude keys that changed after this one, except those added up to it: a client must know a
                value before it gets updates of it.
        """
        found: list[tuple[K, Stamp]] = []
        for key, stamp in reversed(self._stamps.items()):
            if stamp.last <= cursor:
                break
            if upto is None or stamp.last <= upto or cursor < stamp.added <= upto:
                found.append((key, stamp))
        found.reverse()
        return found

    def _forget(self, key: K) -> None:
        stamp = self._stamps.pop(key, None)
        if stamp is not None and stamp.removed:
            self._removed -= 1

    def _drop_oldest_removed(self) -> None:
        key = next(key for key, stamp in self._stamps.items() if stamp.removed)
        self.floor = max(self.floor, self._stamps[key].last)
        self._forget(key)
