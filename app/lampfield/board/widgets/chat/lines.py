"""The lines of a chat: sender, text, time, and receipt. Pure."""

import re
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from lampfield.board.widgets.chat.links import parts_of
from lampfield.board.widgets.chat.outbox import Outgoing, Stage
from lampfield.frontend.wording import is_placeholder_text, notes_of, undelivered_words
from lampfield.model.room import Message, Receipt, Revision, Room, Typing
from lampfield.model.text import plain, plain_block

Span = tuple[str, str]
"""A text and its style."""

Line = tuple[Span, ...]

RECEIPTS: dict[Receipt, tuple[str, str, str]] = {
    Receipt.NONE: ("…", "", "$muted"),
    Receipt.SENT: ("·", "sent", "$muted"),
    Receipt.RECEIVED: ("✓", "delivered", "$muted"),
    Receipt.READ: ("✓✓", "read", "$success"),
    Receipt.FAILED: ("✗", "not delivered", "bold $error"),
}
"""Sign, word and style of an own message. The word is shown for the last one, and after an error."""

STAGES: dict[Stage, tuple[str, str]] = {
    Stage.WAITING: ("◌ waiting, is sent when the link is back", "bold $warning"),
    Stage.SENDING: ("… on its way", "$muted"),
    Stage.UNSURE: ("? perhaps not sent", "bold $warning"),
    Stage.REFUSED: ("✗ not sent", "bold $error"),
}
"""Words and style of a message that is not in the chat yet."""

LINK = "underline"
FOUND = "reverse"


class ChatLine(NamedTuple):
    """A line of the log, before wrapping."""

    spans: Line
    text: str = ""
    """The message text, for the search; empty for other lines."""


class Shown(NamedTuple):
    """Everything that the log depends on."""

    messages: Sequence[Message] = ()
    """Oldest first."""
    outgoing: Sequence[Outgoing] = ()
    """Messages that are not in the chat yet."""
    seen: int = 0
    """The last message that had been seen when the chat was opened."""
    query: str = ""
    """The search query."""


def chat_lines(shown: Shown, utc_offset_seconds: int | None = None) -> list[ChatLine]:
    """Return the lines of a log, oldest first, with a line for each day and one before unread messages.

    Args:
        shown: The contents.
        utc_offset_seconds: Of the clock; None: the machine's.
    """
    return [*_messages(shown, utc_offset_seconds), *_outgoing(shown, utc_offset_seconds)]


def _messages(shown: Shown, offset: int | None) -> Iterator[ChatLine]:
    day, marked = "", False
    last_own = next((one.msg_id for one in reversed(shown.messages) if one.own), None)
    for message in shown.messages:
        moment = _moment(message.time / 1000, offset)
        today = time.strftime("%A, %d %B %Y", moment)
        if today != day:
            day = today
            yield ChatLine(((f"── {today} ──", "$muted"),))
        if not (marked or message.own or message.archived) and message.msg_id > shown.seen:
            marked = True
            yield ChatLine((("── new ──", "bold $accent"),))
        notes = notes_of(message, offset)
        yield _said(message, moment, shown.query, notes, is_last=message.msg_id == last_own)


def _said(message: Message, moment: time.struct_time, query: str, notes: str, *, is_last: bool) -> ChatLine:
    who = "you" if message.own else plain(message.sender_name, 24) or "?"
    text = plain_block(message.msg)
    is_dim = message.receipt is Receipt.FAILED or message.revision is Revision.OUTDATED
    style = "italic $muted" if is_placeholder_text(message) else "$muted" if is_dim else ""
    words = word_spans(text, query, style)
    beside: Line = ((f" {notes}", "$muted"),) if notes else ()
    head: Line = ((f"{_clock(moment)} ", "$muted"), (f"{who}: ", "$primary" if message.own else "bold"))
    return ChatLine((*head, *words, *beside, *_receipt(message, is_last=is_last)), text)


def _receipt(message: Message, *, is_last: bool) -> Line:
    if not message.own:
        return ()
    sign, word, style = RECEIPTS[message.receipt]
    told = word if is_last else ""
    if message.receipt is Receipt.FAILED:
        told = undelivered_words(message)
    return ((f" {sign} {told}".rstrip(), style),)


def _outgoing(shown: Shown, offset: int | None) -> Iterator[ChatLine]:
    there = {message.post_id for message in shown.messages[-50:]}
    for one in shown.outgoing:
        if one.post_id in there:
            continue
        words, style = STAGES[one.stage]
        reason = f": {plain(one.reason)}" if one.reason else ""
        back = "  (↑ takes it back)" if one.stage in (Stage.UNSURE, Stage.REFUSED) else ""
        head: Line = ((f"{_clock(_moment(one.time, offset))} ", "$muted"), ("you: ", "$primary"))
        text = plain_block(one.text)
        yield ChatLine((*head, *word_spans(text, "", "$muted"), (f" {words}{reason}{back}", style)), text)


def word_spans(text: str, query: str, style: str) -> Line:
    """Return a text with links underlined and matches marked."""
    spans: list[Span] = []
    for part, is_link in parts_of(text):
        spans += _marked(part, query, f"{style} {LINK}".strip() if is_link else style)
    return tuple(spans)


def _marked(text: str, query: str, style: str) -> Iterator[Span]:
    place = 0
    for found in found_in(text, query):
        yield text[place : found.start()], style
        yield found[0], f"{style} {FOUND}".strip()
        place = found.end()
    if text[place:]:
        yield text[place:], style


def found_in(text: str, query: str) -> Iterator[re.Match[str]]:
    """Yield the matches of a query in a text, ignoring case."""
    return re.finditer(re.escape(query), text, re.IGNORECASE) if query else iter(())


def hits(lines: Iterable[ChatLine], query: str) -> list[int]:
    """Return the indices of the lines whose text matches a query."""
    return [place for place, line in enumerate(lines) if any(found_in(line.text, query))]


def rows_of_text(line: Sequence[Span]) -> list[Line]:
    """Return a line of the log, split at line ends."""
    rows: list[list[Span]] = [[]]
    for text, style in line:
        first, *others = text.split("\n")
        rows[-1].append((first, style))
        rows += [[(other, style)] for other in others]
    return [tuple(row) for row in rows]


def typing_text(room: Room | None) -> str:
    """Return the typing state of the other party in words."""
    if room is None or room.typing is Typing.IDLE:
        return ""
    doing = "is typing…" if room.typing is Typing.COMPOSING else "has stopped typing"
    return f"{plain(room.label, 24)} {doing}"


def _clock(moment: time.struct_time) -> str:
    return time.strftime("%H:%M", moment)


def _moment(seconds: float, offset: int | None) -> time.struct_time:
    return time.localtime(seconds) if offset is None else time.gmtime(seconds + offset)
