"""What an account's chats were called: kept when nobody looks, so that a number means the same again."""

import msgspec

from lampfield.hub.numbers import Numbers
from lampfield.model.identity import ContactKey, MessageId, RoomId
from lampfield.model.refusal import Refusal

MAX_MESSAGE_IDS = 20_000
"""How many messages are known again when a source tells them twice."""

MAX_POSTED = 2_000
"""How many messages of the operator are known again when a client asks for them twice."""

MAX_ACTED = 500
"""How many other actions are."""

ActionName = tuple[str, str]
"""The method of an action, and what its client calls it."""

ChatKey = tuple[str, ContactKey]
"""A source's name and what it calls the other party."""

MessageKey = tuple[str, ContactKey, str]
"""A source's name, what it calls the other party, and its id of the message."""


class Memory(msgspec.Struct):
    """The numbers of one account's rooms and messages, and how far each room was seen."""

    numbers: Numbers = msgspec.field(default_factory=Numbers)
    seen: dict[RoomId, MessageId] = msgspec.field(default_factory=dict)
    posted: dict[str, MessageId | Refusal | None] = msgspec.field(default_factory=dict)
    """By the client's name of it, what was sent; None: whether it was is not known."""
    acted: dict[ActionName, msgspec.Struct | Refusal | None] = msgspec.field(default_factory=dict)
    """What became of each action that a client named; None: nobody knows."""
    _rooms: dict[ChatKey, RoomId] = msgspec.field(default_factory=dict)
    _messages: dict[MessageKey, MessageId] = msgspec.field(default_factory=dict)

    def room(self, key: ChatKey) -> RoomId:
        """Return the number of a chat's room."""
        if key not in self._rooms:
            self._rooms[key] = self.numbers.next_room()
        return self._rooms[key]

    def leave(self, key: ChatKey) -> None:
        """Forget a room: should the chat be opened again, it is another one."""
        room = self._rooms.pop(key, None)
        if room is not None:
            self.seen.pop(room, None)

    def message(self, key: MessageKey) -> MessageId:
        """Return the number of a message, the same one when it is told again."""
        if key not in self._messages:
            self._messages[key] = self.numbers.next_message()
            if len(self._messages) > MAX_MESSAGE_IDS:
                del self._messages[next(iter(self._messages))]
        return self._messages[key]

    def known(self, key: MessageKey) -> MessageId | None:
        """Return the number of a message that was told before."""
        return self._messages.get(key)
