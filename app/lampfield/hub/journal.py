"""The journal: what changed after any number, without a copy of each change.

Of contacts, devices, rooms and links only the number of the last change is kept: their values are in
the store, so a reader that fell behind gets the latest once. Messages and calls are kept themselves.
"""

from collections import deque

from lampfield.feed.notices import MessageNew, MessageUpdate, Notice
from lampfield.hub.numbers import Numbers
from lampfield.hub.track import Track
from lampfield.model.identity import ContactId, DeviceName, RoomId
from lampfield.model.link import LinkName

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
        self._kept: deque[Notice] = deque()
        self._kept_chars = 0
        self._kept_floor = 0
        self.contacts: Track[ContactId] = Track()
        self.devices: Track[DeviceName] = Track()
        self.rooms: Track[RoomId] = Track()
        self.links: Track[LinkName] = Track()
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

    def keep(self, notice: Notice) -> None:
        """Keep a numbered notice that must not be replaced by a later one."""
        self._kept.append(notice)
        self._kept_chars += _chars(notice)
        while len(self._kept) > self._max_kept or self._kept_chars > MAX_KEPT_CHARS:
            dropped = self._kept.popleft()
            self._kept_chars -= _chars(dropped)
            self._kept_floor = dropped.seq

    def kept_since(self, cursor: int, upto: int | None = None) -> list[Notice]:
        """Return the kept notices after a change and up to another, in their order."""
        found: list[Notice] = []
        for notice in reversed(self._kept):
            if notice.seq <= cursor:
                break
            if upto is None or notice.seq <= upto:
                found.append(notice)
        found.reverse()
        return found


def _chars(notice: Notice) -> int:
    return len(notice.message.msg) if isinstance(notice, MessageNew | MessageUpdate) else 0
