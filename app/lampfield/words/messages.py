"""What stands beside the text of a message: what became of it, and what it is. Pure."""

import time

from lampfield.model.room import Message, MessageKind, Receipt, Revision
from lampfield.model.text import plain

REASON_CHARS = 200

CLAIM_SECONDS = 120
"""A claimed time that is nearer to the true one says nothing new."""

REVISIONS: dict[Revision, str] = {
    Revision.CORRECTED: "changed",
    Revision.OUTDATED: "changed below",
    Revision.CORRECTION: "changes an earlier message",
}

KINDS: dict[MessageKind, str] = {
    MessageKind.HEADLINE: "announcement",
    MessageKind.PRIVATE: "in private, in a room",
}


def notes_of(message: Message, utc_offset_seconds: int | None = None) -> str:
    """Return what is to be known of a message besides its text: ``(changed) 👍``; empty: nothing.

    Args:
        message: The message.
        utc_offset_seconds: Of the clock; None: the machine's.
    """
    words = [KINDS.get(message.kind, ""), REVISIONS.get(message.revision, "")]
    if message.claimed_time and abs(message.claimed_time - message.time) > CLAIM_SECONDS * 1000:
        words.append(f"written {_day(message.claimed_time / 1000, utc_offset_seconds)}")
    told = ", ".join(word for word in words if word)
    return " ".join(part for part in (f"({told})" if told else "", plain(message.reactions, 40)) if part)


def undelivered_words(message: Message) -> str:
    """Return that an own message did not arrive, and why: ``not delivered: blocked by policy``."""
    reason = plain(message.reason, REASON_CHARS)
    return f"not delivered: {reason}" if reason else "not delivered"


def receipt_words(message: Message) -> str:
    """Return how far an own message has come: ``read``; empty where nothing is known."""
    return undelivered_words(message) if message.receipt is Receipt.FAILED else message.receipt.value


def is_no_text(message: Message) -> bool:
    """Return whether the text of a message is the board's own, about what came."""
    return message.revision is Revision.RETRACTED or message.kind in (
        MessageKind.ENCRYPTED,
        MessageKind.INVITATION,
        MessageKind.SIGN,
    )


def _day(seconds: float, offset: int | None) -> str:
    moment = time.localtime(seconds) if offset is None else time.gmtime(seconds + offset)
    return time.strftime("%-d %B %Y %H:%M", moment)
