"""Who waits for an answer of the operator, and since when. Pure."""

from collections.abc import Iterable

from lampfield.model.identity import ContactId, MessageId
from lampfield.model.room import Message, Room


def late_replies(
    last: Iterable[tuple[ContactId, Message | None]], now: float, minutes: float
) -> set[ContactId]:
    """Return the contacts whose last word has waited too long.

    Args:
        last: Each contact that one chats with, and the last message.
        now: Epoch seconds.
        minutes: How long is too long; 0: nothing is.
    """
    if minutes <= 0:
        return set()
    before_ms = (now - 60 * minutes) * 1000
    return {cid for cid, message in last if message is not None and _waits(message, before_ms)}


def _waits(message: Message, before_ms: float) -> bool:
    """Say whether a message asks for an answer: not one's own, nor what was said on an earlier day."""
    return not message.own and not message.archived and 0 < message.time <= before_ms


def first_unread(room: Room, log: Iterable[Message]) -> MessageId:
    """Return the number of the first message of a room that is unread: the lower, the longer somebody waits.

    Args:
        room: Which has unread messages.
        log: Its messages, the oldest first.
    """
    unread = (it.msg_id for it in log if it.msg_id > room.seen and not (it.own or it.archived))
    return next(unread, room.seen)
