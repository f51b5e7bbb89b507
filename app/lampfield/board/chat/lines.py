"""The lines of a chat: who said what and when, and how far it came. Pure."""

import time
from collections.abc import Iterable, Iterator

from lampfield.model.room import Message, Receipt, Room, Typing
from lampfield.model.text import plain, plain_block

Span = tuple[str, str]
"""Text and its style."""

Line = tuple[Span, ...]

RECEIPTS: dict[Receipt, Span] = {
    Receipt.NONE: ("", ""),
    Receipt.SENT: (" ·", "$muted"),
    Receipt.RECEIVED: (" ✓", "$muted"),
    Receipt.READ: (" ✓✓", "$success"),
    Receipt.FAILED: (" ✗ not delivered", "bold $error"),
}


def chat_lines(messages: Iterable[Message], seen: int, utc_offset_seconds: int | None = None) -> list[Line]:
    """Return the lines of a log, oldest first, with a line for each day and one before what is unread.

    Args:
        messages: Oldest first.
        seen: The last message that the operator has seen.
        utc_offset_seconds: Of the clock; None: the machine's.
    """
    return list(_lines(messages, seen, utc_offset_seconds))


def _lines(messages: Iterable[Message], seen: int, offset: int | None) -> Iterator[Line]:
    day, marked = "", False
    for message in messages:
        moment = _moment(message.time, offset)
        today = time.strftime("%A, %d %B %Y", moment)
        if today != day:
            day = today
            yield ((f"── {today} ──", "$muted"),)
        if not (marked or message.own or message.archived) and message.msg_id > seen:
            marked = True
            yield (("── new ──", "bold $accent"),)
        yield _said(message, time.strftime("%H:%M", moment))


def _said(message: Message, clock: str) -> Line:
    who = "you" if message.own else plain(message.sender_name, 24) or "?"
    style = "$primary" if message.own else "bold"
    failed = message.receipt is Receipt.FAILED
    words = (plain_block(message.msg), "$muted" if failed else "")
    return ((f"{clock} ", "$muted"), (f"{who}: ", style), words, RECEIPTS[message.receipt])


def typing_text(room: Room | None) -> str:
    """Return what the other party does at its keyboard, in words."""
    if room is None or room.typing is Typing.IDLE:
        return ""
    doing = "is typing…" if room.typing is Typing.COMPOSING else "has stopped typing"
    return f"{plain(room.label, 24)} {doing}"


def _moment(time_ms: int, offset: int | None) -> time.struct_time:
    seconds = time_ms / 1000
    return time.localtime(seconds) if offset is None else time.gmtime(seconds + offset)
