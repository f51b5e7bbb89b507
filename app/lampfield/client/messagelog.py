"""The message log: the latest messages of each room, by time. No I/O."""

from bisect import insort
from collections import Counter
from collections.abc import Iterable, Mapping

from lampfield.model.identity import ContactId, MessageId, RoomId
from lampfield.model.room import Message

WINDOW_MESSAGES = 500
"""How many messages of a room are kept; older ones can be fetched from the archive again."""

WINDOW_CHARS = 1_000_000
"""And how much text; the last message is kept however long it is."""

MAX_FORMER = 20_000
"""How many messages of former runs of the hub are known again."""

Sameness = tuple[ContactId | None, bool, int | str, str]
"""What a message keeps when the hub that numbered it starts anew."""


def _order(message: Message) -> tuple[int, MessageId]:
    return (message.time, message.msg_id)


class MessageLog:
    """Messages by room."""

    def __init__(self) -> None:
        self._rooms: dict[RoomId, list[Message]] = {}
        self._known: dict[MessageId, Message] = {}
        self._chars: Counter[RoomId] = Counter()
        self._former: dict[Sameness, None] = {}
        """What was told by former runs of the hub."""

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
        """Take a message, in the place of an earlier state of it.

        Args:
            message: What was said.
            contact: With whom.

        Returns:
            Whether it is news: no run of the hub told it before.
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
        return before is None and _sameness(message, contact) not in self._former

    def drop_room(self, room_id: RoomId) -> None:
        """Forget a room's messages."""
        for message in self._rooms.pop(room_id, ()):
            del self._known[message.msg_id]
        del self._chars[room_id]

    def load(self, messages: Iterable[Message]) -> list[Message]:
        """Put a snapshot of the same hub in the place of everything. Returns the new messages."""
        before = set(self._known)
        self._replace(messages)
        return [message for message in self._all() if message.msg_id not in before]

    def renumber(
        self,
        messages: Iterable[Message],
        before: Mapping[RoomId, ContactId],
        after: Mapping[RoomId, ContactId],
    ) -> list[Message]:
        """Put the snapshot of another run of the hub in the place of everything. Returns the new messages.

        Its numbers mean other messages than ours did, so that they are told apart by what they say.

        Args:
            messages: The snapshot's.
            before: The rooms that were known, with their contacts.
            after: The snapshot's rooms.
        """
        self._former |= dict.fromkeys(
            _sameness(message, before.get(message.room_id)) for message in self._all()
        )
        for oldest in list(self._former)[: max(0, len(self._former) - MAX_FORMER)]:
            del self._former[oldest]
        self._replace(messages)
        return [
            message
            for message in self._all()
            if _sameness(message, after.get(message.room_id)) not in self._former
        ]

    def _trim(self, room_id: RoomId, log: list[Message]) -> None:
        """Drop the oldest messages of a room that is longer than the window."""
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


def _sameness(message: Message, contact: ContactId | None) -> Sameness:
    """Return by what a message is known again: what its source, or its writer, calls it; else its time."""
    name = message.post_id if message.own else ""
    return (contact, message.own, name or message.source_id or message.time, message.msg)
