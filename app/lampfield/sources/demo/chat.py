"""One chat of an account with a contact: its messages and their receipts."""

from collections.abc import Iterator
from random import Random

import msgspec

from lampfield.model.change import MessageChange, ReceiptChange, RoomChange
from lampfield.model.identity import ContactKey
from lampfield.model.room import Receipt, RoomState, Typing
from lampfield.sources.demo.small_talk import ARCHIVE

RECENT_MESSAGES = 12
"""The number of archived messages that a newly opened chat shows."""


class Chat:
    """A chat: its archive, its new messages and its state.

    Args:
        key: The contact.
        archive: The messages of earlier days, oldest first.
    """

    def __init__(self, key: ContactKey, archive: list[MessageChange]) -> None:
        self.key = key
        self.state = RoomState.CLOSED
        self.typing = Typing.IDLE
        self.turn = 0
        """The number of the operator's messages. A reply to an earlier one is dropped."""
        self.answered_turn = 0
        """The last turn that the contact began to answer."""
        self.messages = archive
        """Oldest first."""
        self._index = {message.id: index for index, message in enumerate(archive)}
        self._shown_from = len(archive)
        self._seen_to = len(archive)

    @property
    def open(self) -> bool:
        """Whether the operator has the chat open."""
        return self.state is RoomState.OPEN

    def show_older(self, limit: int) -> list[MessageChange]:
        """Show up to ``limit`` more messages of the archive. Returns them, oldest first."""
        end = self._shown_from
        self._shown_from = max(0, end - max(0, limit))
        return [_archived(message) for message in self.messages[self._shown_from : end]]

    def add(self, message: MessageChange) -> None:
        """Append a new message."""
        self._index[message.id] = len(self.messages)
        self.messages.append(message)

    def undelivered(self) -> Iterator[MessageChange]:
        """Yield the operator's messages that the contact has not received, newest first."""
        newest_first = (message for message in reversed(self.messages) if message.own)
        for message in newest_first:
            if message.receipt in {Receipt.RECEIVED, Receipt.READ}:
                return
            yield message

    def advance_receipt(self, message_id: str, receipt: Receipt) -> ReceiptChange | None:
        """Advance the receipt of an own message. Returns the change; None if it is not newer."""
        index = self._index[message_id]
        message = self.messages[index]
        if not receipt.supersedes(message.receipt):
            return None
        self.messages[index] = msgspec.structs.replace(message, receipt=receipt)
        return ReceiptChange(self.key, message_id, receipt)

    def mark_seen(self, message_id: str) -> None:
        """Mark a message and all earlier ones as read. An unknown message has no effect."""
        self._seen_to = max(self._seen_to, self._index.get(message_id, -1) + 1)

    def room(self) -> RoomChange:
        """Return the state of the chat as a change."""
        return RoomChange(
            key=self.key, typing=self.typing, state=self.state, history_complete=self._shown_from == 0
        )

    def shown(self) -> list[MessageChange]:
        """Return all messages shown so far; those that were read are marked as archived."""
        seen = max(self._seen_to, self._shown_from)
        old = (_archived(message) for message in self.messages[self._shown_from : seen])
        return [*old, *self.messages[seen:]]


def _archived(message: MessageChange) -> MessageChange:
    return msgspec.structs.replace(message, archived=True)


def archive(key: ContactKey, length: int, end_ms: int, rng: Random) -> list[MessageChange]:
    """Return random messages of earlier days, oldest first.

    Args:
        key: The contact.
        length: The number of messages.
        end_ms: Epoch milliseconds; all messages are earlier.
        rng: The random numbers.
    """
    times = _times_backward(end_ms, rng)
    messages = [_old_message(key, number, next(times), rng) for number in range(length)]
    messages.reverse()
    return messages


def _times_backward(end_ms: int, rng: Random) -> Iterator[int]:
    time = end_ms
    while True:
        minutes = rng.uniform(0.3, 6) if rng.random() < 0.85 else rng.uniform(300, 3000)
        time -= int(minutes * 60_000)
        yield time


def _old_message(key: ContactKey, number: int, time_ms: int, rng: Random) -> MessageChange:
    own = rng.random() < 0.5
    return MessageChange(
        key=key,
        id=f"{key}/{number}",
        own=own,
        text=rng.choice(ARCHIVE),
        time=time_ms,
        receipt=Receipt.READ if own else Receipt.NONE,
        archived=True,
    )
