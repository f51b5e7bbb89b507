"""The chats of one account: their messages, typing states and receipts."""

from collections.abc import Callable, Iterator
from itertools import count
from random import Random

import msgspec

from lampfield.model.change import MessageChange, ReceiptChange, RoomChange
from lampfield.model.identity import ContactKey
from lampfield.model.room import Receipt, RoomState, Typing
from lampfield.sources.demo.small_talk import ARCHIVE
from lampfield.sources.demo.world import World

RECENT_MESSAGES = 12
"""The number of archived messages that a newly opened chat shows."""

EmitChange = Callable[[RoomChange | MessageChange | ReceiptChange], object]


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


class Chats:
    """The chats of one account, by contact.

    Args:
        world: The people and the scheduler.
        account: The name of the account.
        emit: Called with each change of a room, message or receipt.
    """

    def __init__(self, world: World, account: str, emit: EmitChange) -> None:
        self._world = world
        self._scheduler = world.scheduler
        self._account = account
        self._emit = emit
        self._numbers = count(1)
        self._opened_ms = world.scheduler.wall_ms
        self._chats: dict[ContactKey, Chat] = {}

    def chat_with(self, key: ContactKey) -> Chat:
        """Return the chat with a contact; create it with its archive if there is none. It may be closed."""
        if key not in self._chats:
            self._chats[key] = Chat(key, self._archive_of(key))
        return self._chats[key]

    def get(self, key: ContactKey) -> Chat | None:
        """Return the chat with a contact; None if there is none yet."""
        return self._chats.get(key)

    def open(self, key: ContactKey) -> Chat:
        """Open a chat, and emit its recent messages. A chat that is open is emitted again."""
        chat = self.chat_with(key)
        chat.state = RoomState.OPEN
        if not chat.shown():
            chat.show_older(RECENT_MESSAGES)
        self._emit(chat.room())
        for message in chat.shown():
            self._emit(message)
        return chat

    def post(self, key: ContactKey, text: str, post_id: str = "") -> MessageChange:
        """Add a message of the operator, and open the chat if it is closed. Returns the message."""
        return self._add(key, text, own=True, post_id=post_id)

    def receive(self, key: ContactKey, text: str, seconds_ago: float = 0.0) -> MessageChange:
        """Add a message of the contact. Returns the message."""
        self.set_typing(key, Typing.IDLE)
        return self._add(key, text, own=False, seconds_ago=seconds_ago)

    def set_typing(self, key: ContactKey, typing: Typing) -> None:
        """Set the typing state of the contact."""
        chat = self.chat_with(key)
        if chat.typing is not typing:
            chat.typing = typing
            if chat.open:
                self._emit(chat.room())

    def advance_receipt(self, key: ContactKey, message_id: str, receipt: Receipt) -> bool:
        """Advance the receipt of an own message. Returns whether it is newer."""
        chat = self.chat_with(key)
        change = chat.advance_receipt(message_id, receipt)
        if change is not None and chat.open:
            self._emit(change)
        return change is not None

    def history(self, key: ContactKey, limit: int) -> None:
        """Emit older messages, then the room with `history_complete`. Opens a closed chat."""
        chat = self.chat_with(key)
        if not chat.open:
            self.open(key)
        for message in chat.show_older(limit):
            self._emit(message)
        self._emit(chat.room())

    def leave(self, key: ContactKey) -> None:
        """Close a chat on this side. The next message opens it again."""
        chat = self.chat_with(key)
        if chat.open:
            chat.state = RoomState.CLOSED
            self._emit(chat.room())

    def drop(self, key: ContactKey) -> None:
        """Delete the chat with a contact that was removed."""
        chat = self._chats.pop(key, None)
        if chat is not None and chat.open:
            chat.state = RoomState.CLOSED
            self._emit(chat.room())

    def snapshot(self) -> list[RoomChange | MessageChange]:
        """Return the open chats with the messages shown so far."""
        emitted: list[RoomChange | MessageChange] = []
        for chat in self._chats.values():
            if chat.open:
                emitted += [chat.room(), *chat.shown()]
        return emitted

    def _add(
        self, key: ContactKey, text: str, *, own: bool, seconds_ago: float = 0.0, post_id: str = ""
    ) -> MessageChange:
        chat = self.chat_with(key)
        if not chat.open:
            self.open(key)
        time_ms = self._scheduler.wall_ms - int(seconds_ago * 1000)
        message = MessageChange(
            key=key, id=f"m{next(self._numbers)}", own=own, text=text, time=time_ms, post_id=post_id
        )
        chat.add(message)
        self._emit(message)
        return message

    def _archive_of(self, key: ContactKey) -> list[MessageChange]:
        person = self._world.person(key)
        if person is None:
            return []
        rng = self._world.independent_random(self._account, "archive", key)
        length = rng.randrange(60, 140) if person.index < 8 else rng.randrange(30)
        return _random_archive(key, length, self._opened_ms - 7_200_000, rng)


def _archived(message: MessageChange) -> MessageChange:
    return msgspec.structs.replace(message, archived=True)


def _random_archive(key: ContactKey, length: int, end_ms: int, rng: Random) -> list[MessageChange]:
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
