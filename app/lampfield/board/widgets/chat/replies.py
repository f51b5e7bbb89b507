"""Contacts that wait for an answer of the operator, and for how long. Pure."""

from collections.abc import Iterable

from lampfield.model.identity import ContactId, MessageId
from lampfield.model.room import Message, Room


def late_replies(
    last: Iterable[tuple[ContactId, Message | None]], now: float, minutes: float
) -> set[ContactId]:
    """Return the contacts whose last message has waited too long.

    Args:
        last: Each contact with a chat, and its last message.
        now: Epoch seconds.
        minutes: The limit; 0: no limit.
    """
    if minutes <= 0:
        return set()
    before_ms = (now - 60 * minutes) * 1000
    return {cid for cid, message in last if message is not None and _waits(message, before_ms)}


def _waits(message: Message, before_ms: float) -> bool:
    """Return whether a message needs an answer: not an own one, nor one of an earlier day."""
    return not message.own and not message.archived and 0 < message.time <= before_ms


def first_unread(room: Room, log: Iterable[Message]) -> MessageId:
    """Return the id of the first unread message of a room: the lower, the longer it has waited.

    Args:
        room: A room with unread messages.
        log: Its messages, the oldest first.
    """
    unread = (it.msg_id for it in log if it.msg_id > room.seen and not (it.own or it.archived))
    return next(unread, room.seen)
