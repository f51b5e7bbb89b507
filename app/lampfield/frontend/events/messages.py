"""Events of chat messages: received, edited, not delivered."""

from collections.abc import Iterable, Iterator

from lampfield.client.replica import Batch
from lampfield.frontend.events.event import Event, Kind, State
from lampfield.frontend.events.once import Once
from lampfield.model.identity import ContactId
from lampfield.model.room import Message, Receipt, Revision

CHANGED = (Revision.CORRECTED, Revision.RETRACTED)
"""The revisions of a message that are reported: the operator may act on the earlier text."""

CLOCK_SKEW_SECONDS = 60.0
"""The assumed maximum difference between the clocks of this machine and the chat server."""

MAX_MESSAGES = 2048
"""The maximum number of messages that are remembered as reported."""

Key = tuple[ContactId | None, int | str, str]


class MessageWatch:
    """Remembers which messages have been reported."""

    def __init__(self) -> None:
        self._known: Once[Key] = Once(MAX_MESSAGES)
        self._failed: Once[Key] = Once(MAX_MESSAGES)

    def begin(self, messages: Iterable[Message]) -> None:
        """Add the messages of the first snapshot, without events."""
        for message in messages:
            self._known.add(_key(message))

    def events_of(self, batch: Batch, state: State, hub_lost_at: float) -> Iterator[Event]:
        """Yield the events of messages.

        Args:
            batch: The changes.
            state: The state, with the changes applied.
            hub_lost_at: When the link to the hub was lost, in epoch seconds. Of the messages in a snapshot,
                only those written since then are reported; the others only count as unread.
        """
        oldest_ms = (hub_lost_at - CLOCK_SKEW_SECONDS) * 1000 if batch.reset else 0.0
        for message in batch.messages:
            if self._is_news(message, state) and message.time >= oldest_ms:
                yield Event(Kind.MESSAGE, message=message)
        for message in batch.messages_updated:
            if message.own and message.receipt is Receipt.FAILED and self._failed.add(_key(message)):
                yield Event(Kind.UNDELIVERED, message=message)
            elif _is_incoming(message) and message.revision in CHANGED and message.time >= oldest_ms:
                yield Event(Kind.EDITED, message=message)

    def _is_news(self, message: Message, state: State) -> bool:
        if not _is_incoming(message) or not self._known.add(_key(message)):
            return False
        room = state.rooms.get(message.room_id)
        return room is None or message.msg_id > room.seen


def _key(message: Message) -> Key:
    """Return a key that identifies a message across restarts of the hub, which renumber it."""
    return message.cid, message.source_id or message.time or message.msg_id, message.msg


def _is_incoming(message: Message) -> bool:
    return not (message.own or message.archived)
