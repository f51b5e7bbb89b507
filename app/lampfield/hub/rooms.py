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


class RoomMemory(msgspec.Struct):
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


WINDOW_MESSAGES = 200
"""How many messages of a room a snapshot holds at most; older ones are in the source's archive."""

WINDOW_CHARS = 400_000
"""And how much text."""

MAX_DROPPED = 5_000
"""How many messages that fell out of the window are known again."""

MAX_UNREAD = 20_000
"""How many unread messages are counted; the window need not hold them all."""


def _order(message: Message) -> tuple[int, MessageId]:
    return (message.time, message.msg_id)


class MessageWindow:
    """The window on what was said in a room, the oldest first."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self._known: dict[MessageId, Message] = {}
        self._foreign_ids: dict[MessageId, str] = {}
        self._dropped: BoundedDict[MessageId, None] = BoundedDict(MAX_DROPPED)
        self._unread: list[MessageId] = []
        """The other's messages that were not from the archive and not seen, by number."""
        self._chars = 0

    def get(self, msg_id: MessageId) -> Message | None:
        """Return a message of the window."""
        return self._known.get(msg_id)

    def fell_out(self, msg_id: MessageId) -> bool:
        """Say whether a message was here and is too old now."""
        return msg_id in self._dropped

    def put(self, message: Message, foreign_id: str) -> None:
        """Take a message that is new here.

        Args:
            message: What is said.
            foreign_id: The source's id of it.
        """
        self._put_in(message)
        self._foreign_ids[message.msg_id] = foreign_id
        if not (message.own or message.archived):
            insort(self._unread, message.msg_id)
            del self._unread[:-MAX_UNREAD]
        self._trim()

    def replace(self, message: Message) -> None:
        """Take a message in the place of an earlier state of it, which is here."""
        self._take_out(self._known[message.msg_id])
        self._put_in(message)
        self._trim()

    def unread(self, seen: MessageId) -> int:
        """Return how many of the other's messages came after one; what is of the archive is not unread.

        Those up to ``seen`` are forgotten.
        """
        del self._unread[: bisect_right(self._unread, seen)]
        return len(self._unread)

    def last_foreign_id(self, up_to: MessageId) -> str | None:
        """Return the source's id of the other's last message up to a number."""
        for message in reversed(self.messages):
            if message.msg_id <= up_to and not message.own:
                return self._foreign_ids[message.msg_id]
        return None

    def _trim(self) -> None:
        while len(self.messages) > WINDOW_MESSAGES or (self._chars > WINDOW_CHARS and len(self.messages) > 1):
            oldest = self.messages[0]
            self._take_out(oldest)
            del self._foreign_ids[oldest.msg_id]
            self._dropped[oldest.msg_id] = None

    def _put_in(self, message: Message) -> None:
        insort(self.messages, message, key=_order)
        self._known[message.msg_id] = message
        self._chars += len(message.msg)

    def _take_out(self, message: Message) -> None:
        place = bisect_left(self.messages, _order(message), key=_order)
        del self.messages[place], self._known[message.msg_id]
        self._chars -= len(message.msg)


class RoomBook:
    """The last values of the rooms.

    Args:
        memory: Gives rooms and messages their numbers.
        contacts: The other parties.
        journal: Gets every change.
    """

    def __init__(self, memory: RoomMemory, contacts: ContactBook, journal: Journal) -> None:
        self.values: dict[RoomId, Room] = {}
        self.talks: dict[RoomId, MessageWindow] = {}
        self._memory = memory
        self._contacts = contacts
        self._journal = journal
        self._chats: dict[RoomId, ChatKey] = {}
        self._rooms: dict[ChatKey, RoomId] = {}

    def room_of(self, source: str, key: ContactKey) -> RoomId | None:
        """Return the room of a source's chat; None when there is none."""
        return self._rooms.get((source, key))

    def chat_of(self, room: RoomId) -> ChatKey | None:
        """Return which chat of which source a room is."""
        return self._chats.get(room)

    def message_of(self, source: str, key: ContactKey, foreign_id: str) -> MessageId | None:
        """Return the number of a message by the source's id of it; None when it is not here."""
        msg_id = self._memory.known((source, key, foreign_id))
        room = self._rooms.get((source, key))
        here = msg_id is not None and room is not None and self.talks[room].get(msg_id)
        return msg_id if here else None

    def tell_room(self, source: str, change: RoomChange) -> None:
        """Take how a chat is. One that is not open does not become a room; a dead one is none any more."""
        at = (source, change.key)
        if change.state is RoomState.DEAD:
            self.leave(self._rooms.get(at))
        elif at in self._rooms or change.state is RoomState.OPEN:
            room = self._room(at)
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
                self.see(self._rooms[at], seen)

    def tell_message(self, source: str, change: MessageChange, own_name: str) -> None:
        """Take a message. Of one that is known, only the receipt can change: what was said was said."""
        at = (source, change.key)
        room = self._room(at)
        talk = self.talks.setdefault(room.room_id, MessageWindow())
        message = self._message(room, self._memory.message((*at, change.id)), change, own_name)
        if room.room_id not in self.values:
            self._set(room)
        if not talk.fell_out(message.msg_id):
            self._say(talk, message, change.id)

    def tell_receipt(self, source: str, change: ReceiptChange) -> None:
        """Take how far an own message has come; one that is not here is skipped."""
        message = self._here(source, change.key, change.id)
        if message is not None and change.receipt.supersedes(message.receipt):
            self._replace(message, receipt=change.receipt, reason=change.reason)

    def tell_edit(self, source: str, change: MessageEdit) -> None:
        """Take what a sender has made of a message; one that is not here is skipped."""
        message = self._here(source, change.key, change.id)
        if message is not None:
            self._replace(
                message,
                msg=message.msg if change.text is None else _within_limit(change.text),
                revision=message.revision if change.revision is None else change.revision,
                reactions=message.reactions if change.reactions is None else change.reactions,
            )

    def see(self, room_id: RoomId, msg_id: MessageId) -> str | None:
        """Count a room as seen up to a message. Returns the source's id of the other's last one seen."""
        room = self.values[room_id]
        talk = self.talks[room_id]
        last = max((message.msg_id for message in talk.messages), default=MessageId(0))
        seen = max(room.seen, min(msg_id, last))
        if seen == room.seen:
            return None
        self._memory.seen[room_id] = seen
        self._set(msgspec.structs.replace(room, seen=seen, unread=talk.unread(seen)))
        return talk.last_foreign_id(seen)

    def leave(self, room_id: RoomId | None) -> None:
        """Drop a room with all that was said."""
        if room_id is None or room_id not in self.values:
            return
        at = self._chats.pop(room_id)
        del self._rooms[at], self.values[room_id], self.talks[room_id]
        self._memory.leave(at)
        self._journal.rooms.removed(room_id, self._journal.next_seq())

    def rename(self, source: str, key: ContactKey) -> None:
        """Give the room of a chat its contact, and the name, as they are now."""
        room = self._rooms.get((source, key))
        if room is not None:
            cid = self._contacts.cid_of(key)
            self._set(self._named(msgspec.structs.replace(self.values[room], cid=cid), key))

    def _here(self, source: str, key: ContactKey, foreign_id: str) -> Message | None:
        room = self._rooms.get((source, key))
        msg_id = self._memory.known((source, key, foreign_id))
        return self.talks[room].get(msg_id) if room is not None and msg_id is not None else None

    def _replace(self, message: Message, **values: object) -> None:
        """Tell a message that is here with other values."""
        after = msgspec.structs.replace(message, **values)
        if after != message:
            self.talks[message.room_id].replace(after)
            self._journal.keep(MessageUpdate(seq=self._journal.next_seq(), message=after))

    def _room(self, at: ChatKey) -> Room:
        """Return the room of a chat; a new one is not in the book yet."""
        room_id = self._rooms.get(at)
        if room_id is not None and room_id in self.values:
            return self.values[room_id]
        room_id = self._rooms[at] = self._memory.room(at)
        self._chats[room_id] = at
        self.talks.setdefault(room_id, MessageWindow())
        seen = self._memory.seen.get(room_id, MessageId(0))
        return self._named(Room(room_id=room_id, cid=self._contacts.cid_of(at[1]), seen=seen), at[1])

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

    def _say(self, talk: MessageWindow, message: Message, foreign_id: str) -> None:
        before = talk.get(message.msg_id)
        if before is not None:
            further = message.receipt if message.receipt.supersedes(before.receipt) else before.receipt
            self._replace(before, receipt=further, post_id=before.post_id or message.post_id)
            return
        talk.put(message, foreign_id)
        self._journal.keep(MessageNew(seq=self._journal.next_seq(), message=message))
        room = self.values[message.room_id]
        self._set(msgspec.structs.replace(room, unread=talk.unread(room.seen)))

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
