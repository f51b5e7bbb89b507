"""A chat as lines, with times, senders and dates."""

import time
from collections.abc import Iterable, Iterator

from lampfield.frontend.wording import notes_of, receipt_words
from lampfield.model.room import Message
from lampfield.model.text import plain, plain_block

NEW = "new:"
"""The line before the first unread message."""


def chat_lines(messages: Iterable[Message], seen: int) -> list[str]:
    """Return the lines of a log, with a line for each day and one before the first unread message.

    Args:
        messages: The messages, oldest first.
        seen: The id of the last message that the operator has seen.
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
        yield f"{time.strftime('%H:%M', moment)} {message_line(message)}"


def message_line(message: Message) -> str:
    """Return a message with its sender: ``Alfonso: are you there?``. It may have several lines."""
    text = " ".join(part for part in (plain_block(message.msg), notes_of(message)) if part)
    if not message.own:
        return f"{plain(message.sender_name, 40) or 'somebody'}: {text}"
    receipt = receipt_words(message)
    return f"you{f', {receipt}' if receipt else ''}: {text}"
