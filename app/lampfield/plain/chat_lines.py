"""A chat as lines: who said what and when. Pure."""

import time
from collections.abc import Iterable, Iterator

from lampfield.frontend.wording import notes_of, receipt_words
from lampfield.model.room import Message
from lampfield.model.text import plain, plain_block

NEW = "new:"
"""Stands before the first message that was not seen."""


def chat_lines(messages: Iterable[Message], seen: int) -> list[str]:
    """Return the lines of a log, oldest first, with one for each day and one before what is unread.

    Args:
        messages: Oldest first.
        seen: The last message that the operator has seen.
    """
    return list(_lines(messages, seen))


def _lines(messages: Iterable[Message], seen: int) -> Iterator[str]:
    day, marked = "", False
    for message in messages:
        moment = time.localtime(message.time / 1000)
        today = time.strftime("%A, %d %B %Y", moment)
        if today != day:
            day = today
            yield today
        if not (marked or message.own or message.archived) and message.msg_id > seen:
            marked = True
            yield NEW
        yield f"{time.strftime('%H:%M', moment)} {said_line(message)}"


def said_line(message: Message) -> str:
    """Return what was said: ``Alfonso: are you there?``, ``you, read: yes``. It may have several lines."""
    text = " ".join(part for part in (plain_block(message.msg), notes_of(message)) if part)
    if not message.own:
        return f"{plain(message.sender_name, 40) or 'somebody'}: {text}"
    receipt = receipt_words(message)
    return f"you{f', {receipt}' if receipt else ''}: {text}"
