"""Chat messages: those that arrive, that change, and that do not get through."""

from collections.abc import Iterable, Iterator

from lampfield.client.replica import Batch
from lampfield.frontend.events.event import Event, Kind, State
from lampfield.frontend.events.once import Once
from lampfield.model.identity import ContactId
from lampfield.model.room import Message, Receipt, Revision

CHANGED = (Revision.CORRECTED, Revision.RETRACTED)
"""Revisions of a message that are reported: who read it may act on what it said."""

CLOCKS_SECONDS = 60.0
"""How far this machine's clock and the chat server's may differ."""

MOST_MESSAGES = 2048
"""How many messages are remembered as reported."""

Key = tuple[ContactId | None, int | str, str]


class MessageWatch:
    """Remembers which messages were there already."""

    def __init__(self) -> None:
        self._known: Once[Key] = Once(MOST_MESSAGES)
        self._failed: Once[Key] = Once(MOST_MESSAGES)

    def begin(self, messages: Iterable[Message]) -> None:
        """Take messages that are there, without an event."""
        for message in messages:
            self._known.first(_key(message))

    def of(self, batch: Batch, state: State, hub_lost_at: float) -> Iterator[Event]:
        """Yield what happened to messages.

        Args:
            batch: What changed.
            state: With the change applied.
            hub_lost_at: When the link to the hub was lost, in epoch seconds. Of what a snapshot brings, only
                what was written since then is new; the rest is counted as unread.
        """
        oldest_ms = (hub_lost_at - CLOCKS_SECONDS) * 1000 if batch.reset else 0.0
        for message in batch.messages:
            if self._is_news(message, state) and message.time >= oldest_ms:
                yield Event(Kind.MESSAGE, message=message)
        for message in batch.messages_updated:
            if message.own and message.receipt is Receipt.FAILED and self._failed.first(_key(message)):
                yield Event(Kind.UNDELIVERED, message=message)
            elif _is_theirs(message) and message.revision in CHANGED and message.time >= oldest_ms:
                yield Event(Kind.EDITED, message=message)

    def _is_news(self, message: Message, state: State) -> bool:
        if not _is_theirs(message) or not self._known.first(_key(message)):
            return False
        room = state.rooms.get(message.room_id)
        return room is None or message.msg_id > room.seen


def _key(message: Message) -> Key:
    """Return what a message is known by. Another run of the hub gives it another number."""
    return message.cid, message.source_id or message.time or message.msg_id, message.msg


def _is_theirs(message: Message) -> bool:
    return not (message.own or message.archived)
