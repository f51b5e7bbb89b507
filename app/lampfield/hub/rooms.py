"""The rooms of one account: their messages, receipts and unread counts."""

from bisect import bisect_left, bisect_right, insort

import msgspec

from lampfield.hub.changelog import Journal, Numbers
from lampfield.hub.contacts import ContactBook
from lampfield.model.bounded import BoundedDict
from lampfield.model.change import MessageChange, MessageEdit, ReceiptChange, RoomChange
from lampfield.model.contact import full_name
from lampfield.model.identity import ContactKey, MessageId, RoomId
from lampfield.model.refusal import Refusal
from lampfield.model.room import Member, Message, Room, RoomState
from lampfield.protocol.limits import MAX_TEXT_CHARS
from lampfield.protocol.notifications import MessageNew, MessageUpdate

MAX_MESSAGE_IDS = 20_000
"""The number of message ids that are remembered, so that repeated messages are recognized."""

MAX_POST_OUTCOMES = 2_000
"""The number of outcomes of sent messages that are remembered for repeated requests."""

MAX_ACTION_OUTCOMES = 500
"""The number of outcomes of other actions that are remembered."""

ActionName = tuple[str, str]
"""The method of an action, and the client's id of it."""

ChatKey = tuple[str, ContactKey]
"""A source's name, and its key of the other party."""

MessageKey = tuple[str, ContactKey, str]
"""A source's name, its key of the other party, and its id of the message."""


class AccountMemory(msgspec.Struct):
    """The part of an account's state that outlives its `AccountHub`: numbers, read markers and outcomes."""

    numbers: Numbers = msgspec.field(default_factory=Numbers)
    seen: dict[RoomId, MessageId] = msgspec.field(default_factory=dict)
    post_outcomes: dict[str, MessageId | Refusal | None] = msgspec.field(default_factory=dict)
    """The outcome of each sent message, by the client's id; None: unknown."""
    action_outcomes: dict[ActionName, msgspec.Struct | Refusal | None] = msgspec.field(default_factory=dict)
    """The outcome of each action that has an id; None: unknown."""
    _rooms: dict[ChatKey, RoomId] = msgspec.field(default_factory=dict)
    _messages: dict[MessageKey, MessageId] = msgspec.field(default_factory=dict)

    def room(self, key: ChatKey) -> RoomId:
        """Return the number of a chat's room."""
        if key not in self._rooms:
            self._rooms[key] = self.numbers.next_room()
        return self._rooms[key]

    def leave(self, key: ChatKey) -> None:
        """Forget a room. If the chat is opened again, it gets a new number."""
        room = self._rooms.pop(key, None)
        if room is not None:
            self.seen.pop(room, None)

    def message(self, key: MessageKey) -> MessageId:
        """Return the number of a message, assigning one if it is new."""
        if key not in self._messages:
            self._messages[key] = self.numbers.next_message()
            if len(self._messages) > MAX_MESSAGE_IDS:
                del self._messages[next(iter(self._messages))]
        return self._messages[key]

    def known(self, key: MessageKey) -> MessageId | None:
        """Return the number of a known message; None if it is unknown."""
        return self._messages.get(key)


WINDOW_MESSAGES = 200
"""The number of messages per room that are kept; older ones are in the source's archive."""

WINDOW_CHARS = 400_000
"""The total length of the text of a room's messages that is kept."""

MAX_EVICTED_IDS = 5_000
"""The number of evicted messages whose ids are remembered."""

MAX_UNREAD = 20_000
"""The largest unread count. It includes messages that are no longer in the window."""


def _order(message: Message) -> tuple[int, MessageId]:
    return (message.time, message.msg_id)


class MessageWindow:
    """The latest messages of a room, the oldest first."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self._by_id: dict[MessageId, Message] = {}
        self._foreign_ids: dict[MessageId, str] = {}
        self._evicted: BoundedDict[MessageId, None] = BoundedDict(MAX_EVICTED_IDS)
        self._unread: list[MessageId] = []
        """The unseen messages of the other party that are not from the archive, sorted."""
        self._chars = 0

    def get(self, msg_id: MessageId) -> Message | None:
        """Return a message of the window; None if it is not there."""
        return self._by_id.get(msg_id)

    def was_evicted(self, msg_id: MessageId) -> bool:
        """Return whether a message was evicted from the window."""
        return msg_id in self._evicted

    def put(self, message: Message, foreign_id: str) -> None:
        """Add a message.

        Args:
            message: The message.
            foreign_id: The source's id of it.
        """
        self._insert(message)
        self._foreign_ids[message.msg_id] = foreign_id
        if not (message.own or message.archived):
            insort(self._unread, message.msg_id)
            del self._unread[:-MAX_UNREAD]
        self._trim()

    def replace(self, message: Message) -> None:
        """Replace a message of the window with a later state of it."""
        self._remove(self._by_id[message.msg_id])
        self._insert(message)
        self._trim()

    def unread(self, seen: MessageId) -> int:
        """Return the number of the other party's messages after ``seen``, and forget those up to it.

        Messages from the archive do not count.
        """
        del self._unread[: bisect_right(self._unread, seen)]
        return len(self._unread)

    def last_foreign_id(self, up_to: MessageId) -> str | None:
        """Return the source's id of the other party's last message up to a number; None if there is none."""
        for message in reversed(self.messages):
            if message.msg_id <= up_to and not message.own:
                return self._foreign_ids[message.msg_id]
        return None

    def _trim(self) -> None:
        while len(self.messages) > WINDOW_MESSAGES or (self._chars > WINDOW_CHARS and len(self.messages) > 1):
            oldest = self.messages[0]
            self._remove(oldest)
            del self._foreign_ids[oldest.msg_id]
            self._evicted[oldest.msg_id] = None

    def _insert(self, message: Message) -> None:
        insort(self.messages, message, key=_order)
        self._by_id[message.msg_id] = message
        self._chars += len(message.msg)

    def _remove(self, message: Message) -> None:
        place = bisect_left(self.messages, _order(message), key=_order)
        del self.messages[place], self._by_id[message.msg_id]
        self._chars -= len(message.msg)


class RoomBook:
    """The current rooms of an account.

    Args:
        memory: Assigns the numbers of rooms and messages.
        contacts: The other parties.
        journal: Records every change.
    """

    def __init__(self, memory: AccountMemory, contacts: ContactBook, journal: Journal) -> None:
        self.values: dict[RoomId, Room] = {}
        self.windows: dict[RoomId, MessageWindow] = {}
        self._memory = memory
        self._contacts = contacts
        self._journal = journal
        self._chats: dict[RoomId, ChatKey] = {}
        self._rooms: dict[ChatKey, RoomId] = {}

    def room_of(self, source: str, key: ContactKey) -> RoomId | None:
        """Return the room of a source's chat; None if there is none."""
        return self._rooms.get((source, key))

    def chat_of(self, room: RoomId) -> ChatKey | None:
        """Return the source and the chat of a room; None if there is no such room."""
        return self._chats.get(room)

    def message_of(self, source: str, key: ContactKey, foreign_id: str) -> MessageId | None:
        """Return the number of a message in a window by the source's id; None if it is not there."""
        msg_id = self._memory.known((source, key, foreign_id))
        room = self._rooms.get((source, key))
        here = msg_id is not None and room is not None and self.windows[room].get(msg_id)
        return msg_id if here else None

    def update_room(self, source: str, change: RoomChange) -> None:
        """Apply the state of a chat. Only an open chat gets a room; a dead chat loses its room."""
        chat = (source, change.key)
        if change.state is RoomState.DEAD:
            self.leave(self._rooms.get(chat))
        elif chat in self._rooms or change.state is RoomState.OPEN:
            room = self._room(chat)
            self._set(
                msgspec.structs.replace(
                    room,
                    typing=change.typing,
                    state=change.state,
                    history_complete=change.history_complete,
                    label=change.label or room.label,
                )
            )
            seen = self.message_of(source, change.key, change.seen) if change.seen else None
            if seen is not None:
                self.mark_seen(self._rooms[chat], seen)

    def add_message(self, source: str, change: MessageChange, own_name: str) -> None:
        """Add a message. If it is known already, only its receipt is updated."""
        chat = (source, change.key)
        room = self._room(chat)
        window = self.windows.setdefault(room.room_id, MessageWindow())
        message = self._message(room, self._memory.message((*chat, change.id)), change, own_name)
        if room.room_id not in self.values:
            self._set(room)
        if not window.was_evicted(message.msg_id):
            self._add_or_update(window, message, change.id)

    def update_receipt(self, source: str, change: ReceiptChange) -> None:
        """Apply the receipt of one of the operator's messages; unknown messages are ignored."""
        message = self._message_in_window(source, change.key, change.id)
        if message is not None and change.receipt.supersedes(message.receipt):
            self._replace(message, receipt=change.receipt, reason=change.reason)

    def edit_message(self, source: str, change: MessageEdit) -> None:
        """Apply an edit of a message; unknown messages are ignored."""
        message = self._message_in_window(source, change.key, change.id)
        if message is not None:
            self._replace(
                message,
                msg=message.msg if change.text is None else _within_limit(change.text),
                revision=message.revision if change.revision is None else change.revision,
                reactions=message.reactions if change.reactions is None else change.reactions,
            )

    def mark_seen(self, room_id: RoomId, msg_id: MessageId) -> str | None:
        """Mark a room as seen up to a message. Returns the source's id of the other party's last seen one."""
        room = self.values[room_id]
        window = self.windows[room_id]
        last = max((message.msg_id for message in window.messages), default=MessageId(0))
        seen = max(room.seen, min(msg_id, last))
        if seen == room.seen:
            return None
        self._memory.seen[room_id] = seen
        self._set(msgspec.structs.replace(room, seen=seen, unread=window.unread(seen)))
        return window.last_foreign_id(seen)

    def leave(self, room_id: RoomId | None) -> None:
        """Remove a room with its messages."""
        if room_id is None or room_id not in self.values:
            return
        chat = self._chats.pop(room_id)
        del self._rooms[chat], self.values[room_id], self.windows[room_id]
        self._memory.leave(chat)
        self._journal.rooms.removed(room_id, self._journal.next_seq())

    def rename(self, source: str, key: ContactKey) -> None:
        """Update the contact and the name of a chat's room."""
        room = self._rooms.get((source, key))
        if room is not None:
            cid = self._contacts.cid_of(key)
            self._set(self._named(msgspec.structs.replace(self.values[room], cid=cid), key))

    def _message_in_window(self, source: str, key: ContactKey, foreign_id: str) -> Message | None:
        room = self._rooms.get((source, key))
        msg_id = self._memory.known((source, key, foreign_id))
        return self.windows[room].get(msg_id) if room is not None and msg_id is not None else None

    def _replace(self, message: Message, **values: object) -> None:
        """Change values of a message in its window."""
        after = msgspec.structs.replace(message, **values)
        if after != message:
            self.windows[message.room_id].replace(after)
            self._journal.keep(MessageUpdate(seq=self._journal.next_seq(), message=after))

    def _room(self, chat: ChatKey) -> Room:
        """Return the room of a chat; a new one is not in ``values`` yet."""
        room_id = self._rooms.get(chat)
        if room_id is not None and room_id in self.values:
            return self.values[room_id]
        room_id = self._rooms[chat] = self._memory.room(chat)
        self._chats[room_id] = chat
        self.windows.setdefault(room_id, MessageWindow())
        seen = self._memory.seen.get(room_id, MessageId(0))
        return self._named(Room(room_id=room_id, cid=self._contacts.cid_of(chat[1]), seen=seen), chat[1])

    def _named(self, room: Room, key: ContactKey) -> Room:
        contact = self._contacts.values.get(room.cid)
        name, uname = (full_name(contact), contact.uname) if contact else ("", "")
        member = Member(name=name, uname=uname)
        return msgspec.structs.replace(room, label=name or key, members={str(room.cid): member})

    def _set(self, room: Room) -> None:
        before = self.values.get(room.room_id)
        if before == room:
            return
        self.values[room.room_id] = room
        seq = self._journal.next_seq()
        if before is None:
            self._journal.rooms.added(room.room_id, seq)
        else:
            self._journal.rooms.changed(room.room_id, seq)

    def _add_or_update(self, window: MessageWindow, message: Message, foreign_id: str) -> None:
        before = window.get(message.msg_id)
        if before is not None:
            further = message.receipt if message.receipt.supersedes(before.receipt) else before.receipt
            self._replace(before, receipt=further, post_id=before.post_id or message.post_id)
            return
        window.put(message, foreign_id)
        self._journal.keep(MessageNew(seq=self._journal.next_seq(), message=message))
        room = self.values[message.room_id]
        self._set(msgspec.structs.replace(room, unread=window.unread(room.seen)))

    def _message(self, room: Room, msg_id: MessageId, change: MessageChange, own_name: str) -> Message:
        return Message(
            msg_id=msg_id,
            room_id=room.room_id,
            cid=None if change.own else room.cid,
            sender_name=own_name if change.own else change.sender or room.label,
            msg=_within_limit(change.text),
            own=change.own,
            time=change.time,
            receipt=change.receipt,
            archived=change.archived,
            post_id=change.post_id,
            source_id=change.id,
            kind=change.kind,
            revision=change.revision,
            claimed_time=change.claimed_time,
        )


def _within_limit(text: str) -> str:
    return text if len(text) <= MAX_TEXT_CHARS else text[: MAX_TEXT_CHARS - 1] + "…"
