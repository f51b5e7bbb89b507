"""The chat rooms of an account, with their latest messages."""

import msgspec

from lampfield.feed.notices import MessageNew, MessageUpdate
from lampfield.feed.protocol import MAX_TEXT_CHARS
from lampfield.hub.contacts import ContactBook
from lampfield.hub.journal import Journal
from lampfield.hub.memory import ChatKey, Memory
from lampfield.hub.talk import Talk
from lampfield.model.change import MessageChange, MessageEdit, ReceiptChange, RoomChange
from lampfield.model.identity import ContactKey, MessageId, RoomId
from lampfield.model.room import Member, Message, Room, RoomState


class RoomBook:
    """The last values of the rooms.

    Args:
        memory: Gives rooms and messages their numbers.
        contacts: The other parties.
        journal: Gets every change.
    """

    def __init__(self, memory: Memory, contacts: ContactBook, journal: Journal) -> None:
        self.values: dict[RoomId, Room] = {}
        self.talks: dict[RoomId, Talk] = {}
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
        talk = self.talks.setdefault(room.room_id, Talk())
        message = self._message(room, self._memory.message((*at, change.id)), change, own_name)
        if room.room_id not in self.values:
            self._set(room)
        if not talk.fell_out(message.msg_id):
            self._say(talk, message, change.id)

    def tell_receipt(self, source: str, change: ReceiptChange) -> None:
        """Take how far an own message has come; one that is not here is skipped."""
        message = self._here(source, change.key, change.id)
        if message is not None and change.receipt.is_further(message.receipt):
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
        self._journal.rooms.gone(room_id, self._journal.next_seq())

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
        self.talks.setdefault(room_id, Talk())
        seen = self._memory.seen.get(room_id, MessageId(0))
        return self._named(Room(room_id=room_id, cid=self._contacts.cid_of(at[1]), seen=seen), at[1])

    def _named(self, room: Room, key: ContactKey) -> Room:
        contact = self._contacts.values.get(room.cid)
        name, uname = (contact.name or contact.uname, contact.uname) if contact else ("", "")
        member = Member(name=name, uname=uname)
        return msgspec.structs.replace(room, label=name or key, members={str(room.cid): member})

    def _set(self, room: Room) -> None:
        before = self.values.get(room.room_id)
        if before == room:
            return
        self.values[room.room_id] = room
        seq = self._journal.next_seq()
        if before is None:
            self._journal.rooms.born(room.room_id, seq)
        else:
            self._journal.rooms.changed(room.room_id, seq)

    def _say(self, talk: Talk, message: Message, foreign_id: str) -> None:
        before = talk.get(message.msg_id)
        if before is not None:
            further = message.receipt if message.receipt.is_further(before.receipt) else before.receipt
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
