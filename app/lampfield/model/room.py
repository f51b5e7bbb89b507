"""A chat room and its messages (``IPCortex.Types.Room``)."""

from enum import StrEnum

import msgspec

from lampfield.model.identity import ContactId, MessageId, RoomId
from lampfield.model.wire import wire_name


class RoomState(StrEnum):
    """Whether a room can be written to."""

    OPEN = "open"
    CLOSED = "closed"
    DEAD = "dead"

    @classmethod
    def _missing_(cls, value: object) -> "RoomState":
        """Read a word of a newer peer as closed."""
        return cls.CLOSED


class Typing(StrEnum):
    """What the other party does at its keyboard (XEP-0085)."""

    IDLE = ""
    COMPOSING = "composing"
    PAUSED = "paused"

    @classmethod
    def _missing_(cls, value: object) -> "Typing":
        """Read any other chat state (active, inactive, gone) as idle."""
        return cls.IDLE


class Receipt(StrEnum):
    """How far an own message is known to have come."""

    NONE = ""
    SENT = "sent"
    """The server has it."""
    RECEIVED = "received"
    """The other's client has it (XEP-0184)."""
    READ = "read"
    """The other has seen it (XEP-0333)."""
    FAILED = "failed"

    @classmethod
    def _missing_(cls, value: object) -> "Receipt":
        """Read a word of a newer peer as nothing known."""
        return cls.NONE


class Member(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody in a room."""

    name: str = ""
    uname: str = ""


class Room(msgspec.Struct, frozen=True, omit_defaults=True, rename=wire_name, kw_only=True):
    """A chat room; here always of two."""

    room_id: RoomId
    cid: ContactId
    """The other party."""
    label: str = ""
    members: dict[str, Member] = {}
    """By contact id, as text."""
    seen: MessageId = MessageId(0)
    """The last message that the operator has seen."""
    unread: int = 0
    """How many of the other's messages came after that."""
    typing: Typing = Typing.IDLE
    state: RoomState = RoomState.OPEN
    history_complete: bool = False
    """The archive holds nothing older than what is here."""


class Message(msgspec.Struct, frozen=True, omit_defaults=True, rename=wire_name, kw_only=True):
    """One message of a room."""

    msg_id: MessageId
    room_id: RoomId
    cid: ContactId | None = None
    """The sender's contact id; None for an own message."""
    sender_name: str = ""
    msg: str = ""
    own: bool = False
    time: int = 0
    """Epoch milliseconds."""
    receipt: Receipt = Receipt.NONE
    archived: bool = False
    """It came from the archive: it was not said just now and is not unread."""
    post_id: str = ""
    """What the client that sent an own message called it."""
