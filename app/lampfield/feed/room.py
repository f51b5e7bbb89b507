"""A chat room (``IPCortex.Types.Room``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lampfield.feed.handle import Handle, Live
from lampfield.feed.requests import RoomHistory, RoomLeave, RoomPost, RoomSeen, RoomType
from lampfield.model import room as model
from lampfield.model.identity import ContactId, MessageId, RoomId
from lampfield.model.room import Member, Message, RoomState, Typing

if TYPE_CHECKING:
    from lampfield.feed.contact import Contact
    from lampfield.feed.pbx import PBX


class Room(Handle[model.Room]):
    """A chat with a contact. Its attributes are always the latest; `value` has all of them."""

    room_id = Live[RoomId]()
    cid = Live[ContactId]()
    label = Live[str]()
    members = Live[dict[str, Member]]()
    seen = Live[MessageId]()
    unread = Live[int]()
    typing = Live[Typing]()
    state = Live[RoomState]()
    history_complete = Live[bool]()

    def __init__(self, pbx: PBX, value: model.Room) -> None:
        super().__init__(pbx, value)
        self._read: set[MessageId] = set()

    @property
    def contact(self) -> Contact | None:
        """The other party."""
        return self.pbx.contacts.get(self.cid)

    @property
    def log(self) -> tuple[Message, ...]:
        """The latest messages, the oldest first."""
        return self.pbx.messages_of(self.room_id)

    @property
    def messages(self) -> list[Message]:
        """The messages that were not read from here before: reading empties it (seed's surroundings)."""
        log = self.log
        fresh = [message for message in log if message.msg_id not in self._read]
        self._read = {message.msg_id for message in log}
        return fresh

    @property
    def last_message(self) -> Message | None:
        """The latest message."""
        return self.pbx.last_message_of(self.room_id)

    async def post(self, text: str, post_id: str = "") -> MessageId:
        """Send a message. Returns its number once the server has taken it.

        Args:
            text: What is said.
            post_id: A name for it, letters and digits, never used before. A message whose answer was lost can
                be sent again under its name to the same run of the hub (`PBX.epoch`): it goes out once.
        """
        request = RoomPost(room_id=self.room_id, text=text, post_id=post_id)
        return (await self.pbx.request(request)).msg_id

    async def leave(self) -> None:
        """Leave the room. It opens again when somebody writes."""
        await self.pbx.request(RoomLeave(room_id=self.room_id))

    async def type(self, typing: Typing) -> None:
        """Tell the other party that the operator types, pauses, or stopped."""
        await self.pbx.request(RoomType(room_id=self.room_id, typing=typing))

    async def see(self, message: MessageId | None = None) -> None:
        """Mark the room as seen up to a message; None: all of it."""
        log = self.log
        last = message if message is not None else max((said.msg_id for said in log), default=None)
        if last is not None:
            await self.pbx.request(RoomSeen(room_id=self.room_id, msg_id=last))

    async def history(self, limit: int = 50) -> None:
        """Fetch up to ``limit`` older messages from the archive into the log."""
        await self.pbx.request(RoomHistory(room_id=self.room_id, limit=limit))
