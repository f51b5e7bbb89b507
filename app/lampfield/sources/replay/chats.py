"""Converts the rooms and messages of a recording to chats of a source. No I/O."""

from collections.abc import Iterator

from msgspec.structs import replace

from lampfield.model.change import MessageChange, MessageEdit, ReceiptChange, RoomChange
from lampfield.model.identity import ContactKey, MessageId, RoomId
from lampfield.model.room import Message, Room, RoomState
from lampfield.sources.replay.contacts import ReplayContacts
from lampfield.sources.replay.time_shift import TimeShift


class ReplayChats:
    """The chats of a recording.

    Args:
        contacts: The other parties.
        shift: Shifts times.
    """

    def __init__(self, contacts: ReplayContacts, shift: TimeShift) -> None:
        self._contacts = contacts
        self._shift = shift
        self._rooms: dict[RoomId, Room] = {}
        self._messages: dict[MessageId, Message] = {}
        self._runs = 0
        """How often the recording has restarted: a message number then means another message."""

    def has(self, key: ContactKey) -> bool:
        """Return whether there is a chat with a contact."""
        return any(self._contacts.key_of(room.cid) == key for room in self._rooms.values())

    def update_room(self, room: Room) -> Iterator[RoomChange]:
        """Apply a room. If it is not open, emit it as open first: only an open one becomes a room."""
        before = self._rooms.get(room.room_id)
        if before is None and room.state is not RoomState.OPEN:
            yield self._room_change(replace(room, state=RoomState.OPEN))
        self._rooms[room.room_id] = room
        yield self._room_change(room)

    def leave_room(self, room_id: RoomId) -> Iterator[RoomChange]:
        """Remove a room that the operator left."""
        if (room := self._rooms.pop(room_id, None)) is not None:
            yield RoomChange(key=self._contacts.key_of(room.cid), state=RoomState.DEAD)

    def update_message(
        self, message: Message
    ) -> Iterator[MessageChange | MessageEdit | ReceiptChange | RoomChange]:
        """Apply a message, or its new receipt, text or reactions, and whether it was seen."""
        room = self._rooms.get(message.room_id)
        if room is None:
            return
        key, before = self._contacts.key_of(room.cid), self._messages.get(message.msg_id)
        self._messages[message.msg_id] = message
        if before is None:
            yield self._message_change(key, message)
        yield from self._edits(key, before or replace(message, reactions=""), message)
        if message.msg_id <= room.seen:
            yield self._room_change(replace(room, seen=message.msg_id))

    def leave_all(self) -> Iterator[RoomChange]:
        """Remove all chats."""
        for room_id in list(self._rooms):
            yield from self.leave_room(room_id)
        self._messages.clear()
        self._runs += 1

    def _message_change(self, key: ContactKey, message: Message) -> MessageChange:
        return MessageChange(
            key=key,
            id=self._id(message.msg_id),
            own=message.own,
            text=message.msg,
            time=self._shift.millis(message.time),
            receipt=message.receipt,
            archived=message.archived,
            kind=message.kind,
            revision=message.revision,
            claimed_time=self._shift.millis(message.claimed_time) if message.claimed_time else 0,
        )

    def _edits(
        self, key: ContactKey, before: Message, message: Message
    ) -> Iterator[MessageEdit | ReceiptChange]:
        known = self._id(message.msg_id)
        if message.receipt is not before.receipt:
            yield ReceiptChange(key, known, message.receipt, message.reason)
        edit = MessageEdit(
            key=key, id=known, text=message.msg, revision=message.revision, reactions=message.reactions
        )
        if (before.msg, before.revision, before.reactions) != (edit.text, edit.revision, edit.reactions):
            yield edit

    def _room_change(self, room: Room) -> RoomChange:
        return RoomChange(
            key=self._contacts.key_of(room.cid),
            typing=room.typing,
            state=room.state,
            history_complete=room.history_complete,
            seen=self._id(room.seen) if room.seen else "",
            label=room.label,
        )

    def _id(self, msg_id: MessageId) -> str:
        return f"{self._runs}.{msg_id}"
