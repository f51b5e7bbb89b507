"""Who waits for an answer of the operator, and since when. Pure."""

from collections.abc import Iterable

from lampfield.model.identity import ContactId
from lampfield.model.room import Message


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
