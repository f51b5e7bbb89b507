"""The message log: the latest messages of each room, by time. No I/O."""

from bisect import insort
from collections import Counter
from collections.abc import Iterable, Mapping

from lampfield.model.identity import ContactId, MessageId, RoomId
from lampfield.model.room import Message

WINDOW_MESSAGES = 500
"""The maximum number of messages kept per room; older ones can be fetched from the archive."""

WINDOW_CHARS = 1_000_000
"""The maximum number of characters kept per room; the last message is always kept."""

MAX_EARLIER = 20_000
"""The maximum number of fingerprints kept of messages from earlier runs of the hub."""

Fingerprint = tuple[ContactId | None, bool, int | str, str]
"""Identifies a message across restarts of the hub, which renumber it."""


def _order(message: Message) -> tuple[int, MessageId]:
    return (message.time, message.msg_id)


class MessageLog:
    """Messages by room."""

    def __init__(self) -> None:
        self._rooms: dict[RoomId, list[Message]] = {}
        self._known: dict[MessageId, Message] = {}
        self._chars: Counter[RoomId] = Counter()
        self._earlier: dict[Fingerprint, None] = {}
        """Fingerprints of messages from earlier runs of the hub, the oldest first."""

    def __bool__(self) -> bool:
        return bool(self._known)

    def room(self, room_id: RoomId) -> tuple[Message, ...]:
        """Return a room's messages, the oldest first."""
        return tuple(self._rooms.get(room_id, ()))

    def last(self, room_id: RoomId) -> Message | None:
        """Return a room's latest message."""
        log = self._rooms.get(room_id)
        return log[-1] if log else None

    def put(self, message: Message, contact: ContactId | None = None) -> bool:
        """Add a message, or replace its earlier state.

        Args:
            message: The message.
            contact: The contact of its room.

        Returns:
            Whether it is new: no run of the hub has sent it before.
        """
        before = self._known.get(message.msg_id)
        if before == message:
            return False
        log = self._rooms.setdefault(message.room_id, [])
        if before is not None:
            log.remove(before)
            self._chars[message.room_id] -= len(before.msg)
        self._known[message.msg_id] = message
        self._chars[message.room_id] += len(message.msg)
        insort(log, message, key=_order)
        self._trim(message.room_id, log)
        return before is None and _fingerprint(message, contact) not in self._earlier

    def drop_room(self, room_id: RoomId) -> None:
        """Remove a room's messages."""
        for message in self._rooms.pop(room_id, ()):
            del self._known[message.msg_id]
        del self._chars[room_id]

    def load(self, messages: Iterable[Message]) -> list[Message]:
        """Replace all messages by a snapshot of the same run of the hub. Returns the new ones."""
        before = set(self._known)
        self._replace(messages)
        return [message for message in self._all() if message.msg_id not in before]

    def renumber(
        self,
        messages: Iterable[Message],
        before: Mapping[RoomId, ContactId],
        after: Mapping[RoomId, ContactId],
    ) -> list[Message]:
        """Replace all messages by a snapshot of another run of the hub. Returns the new ones.

        The ids of another run mean different messages, so messages are matched by fingerprint.

        Args:
            messages: The messages of the snapshot.
            before: The contacts of the rooms that were known.
            after: The contacts of the snapshot's rooms.
        """
        self._earlier |= dict.fromkeys(
            _fingerprint(message, before.get(message.room_id)) for message in self._all()
        )
        for oldest in list(self._earlier)[: max(0, len(self._earlier) - MAX_EARLIER)]:
            del self._earlier[oldest]
        self._replace(messages)
        return [
            message
            for message in self._all()
            if _fingerprint(message, after.get(message.room_id)) not in self._earlier
        ]

    def _trim(self, room_id: RoomId, log: list[Message]) -> None:
        """Drop the oldest messages of a room that exceeds the window."""
        while len(log) > WINDOW_MESSAGES or (self._chars[room_id] > WINDOW_CHARS and len(log) > 1):
            oldest = log.pop(0)
            del self._known[oldest.msg_id]
            self._chars[room_id] -= len(oldest.msg)

    def _replace(self, messages: Iterable[Message]) -> None:
        self._rooms.clear()
        self._known.clear()
        self._chars.clear()
        for message in messages:
            self.put(message)

    def _all(self) -> list[Message]:
        return sorted(self._known.values(), key=_order)


def _fingerprint(message: Message, contact: ContactId | None) -> Fingerprint:
    """Return a message's fingerprint: its ``post_id`` or ``source_id``, else its time."""
    name = message.post_id if message.own else ""
    return (contact, message.own, name or message.source_id or message.time, message.msg)
