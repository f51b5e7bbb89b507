"""The rooms and messages of a recording, as the chats of a source. No I/O."""

from collections.abc import Iterator

from msgspec.structs import replace

from lampfield.model.change import MessageChange, MessageEdit, ReceiptChange, RoomChange
from lampfield.model.identity import ContactKey, MessageId, RoomId
from lampfield.model.room import Message, Room, RoomState
from lampfield.sources.replay.people import People
from lampfield.sources.replay.shift import Shift


class Chats:
    """Which chats there are.

    Args:
        people: The other parties.
        shift: Moves times.
    """

    def __init__(self, people: People, shift: Shift) -> None:
        self._people = people
        self._shift = shift
        self._rooms: dict[RoomId, Room] = {}
        self._told: dict[MessageId, Message] = {}
        self._runs = 0
        """How often all began anew: a number of a message means another one then."""

    def has(self, key: ContactKey) -> bool:
        """Say whether there is a chat with a contact."""
        return any(self._people.key_of(room.cid) == key for room in self._rooms.values())

    def room(self, room: Room) -> Iterator[RoomChange]:
        """Take how a room is. One that is not open was so once: only an open one becomes a room."""
        before = self._rooms.get(room.room_id)
        if before is None and room.state is not RoomState.OPEN:
            yield self._change(replace(room, state=RoomState.OPEN))
        self._rooms[room.room_id] = room
        yield self._change(room)

    def left(self, room_id: RoomId) -> Iterator[RoomChange]:
        """Take that the operator left a room."""
        if (room := self._rooms.pop(room_id, None)) is not None:
            yield RoomChange(key=self._people.key_of(room.cid), state=RoomState.DEAD)

    def message(self, message: Message) -> Iterator[MessageChange | MessageEdit | ReceiptChange | RoomChange]:
        """Take a message, or what became of it, and whether it was seen."""
        room = self._rooms.get(message.room_id)
        if room is None:
            return
        key, before = self._people.key_of(room.cid), self._told.get(message.msg_id)
        self._told[message.msg_id] = message
        if before is None:
            yield self._said(key, message)
        yield from self._changed(key, before or replace(message, reactions=""), message)
        if message.msg_id <= room.seen:
            yield self._change(replace(room, seen=message.msg_id))

    def all_left(self) -> Iterator[RoomChange]:
        """Yield that there is no chat any more."""
        for room_id in list(self._rooms):
            yield from self.left(room_id)
        self._told.clear()
        self._runs += 1

    def _said(self, key: ContactKey, message: Message) -> MessageChange:
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

    def _changed(
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

    def _change(self, room: Room) -> RoomChange:
        return RoomChange(
            key=self._people.key_of(room.cid),
            typing=room.typing,
            state=room.state,
            history_complete=room.history_complete,
            seen=self._id(room.seen) if room.seen else "",
            label=room.label,
        )

    def _id(self, msg_id: MessageId) -> str:
        return f"{self._runs}.{msg_id}"
