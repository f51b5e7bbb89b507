"""The chats of one account."""

from collections.abc import Callable
from itertools import count

from lampfield.model.change import MessageChange, ReceiptChange, RoomChange
from lampfield.model.identity import ContactKey
from lampfield.model.room import Receipt, RoomState, Typing
from lampfield.sources.demo.chat import RECENT_MESSAGES, Chat, archive
from lampfield.sources.demo.world import World

EmitChange = Callable[[RoomChange | MessageChange | ReceiptChange], object]


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
            self._chats[key] = Chat(key, self._archive(key))
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

    def _archive(self, key: ContactKey) -> list[MessageChange]:
        person = self._world.person(key)
        if person is None:
            return []
        rng = self._world.independent_random(self._account, "archive", key)
        length = rng.randrange(60, 140) if person.index < 8 else rng.randrange(30)
        return archive(key, length, self._opened_ms - 7_200_000, rng)
