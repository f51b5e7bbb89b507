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
        """Map an unknown state of a newer peer to closed."""
        return cls.CLOSED


class Typing(StrEnum):
    """Whether the other party is typing (XEP-0085)."""

    IDLE = ""
    COMPOSING = "composing"
    PAUSED = "paused"

    @classmethod
    def _missing_(cls, value: object) -> "Typing":
        """Map any other chat state (active, inactive, gone) to idle."""
        return cls.IDLE


class Receipt(StrEnum):
    """The delivery state of one of the operator's messages."""

    NONE = ""
    SENT = "sent"
    """The server has it."""
    RECEIVED = "received"
    """The recipient's client has it (XEP-0184)."""
    READ = "read"
    """The recipient has seen it (XEP-0333)."""
    FAILED = "failed"
    """It bounced: the recipient's server or client refused it."""

    @classmethod
    def _missing_(cls, value: object) -> "Receipt":
        """Map an unknown receipt of a newer peer to none."""
        return cls.NONE

    def supersedes(self, before: "Receipt") -> bool:
        """Return whether this receipt replaces an earlier one.

        A server may bounce a message that it accepted, for example when it cannot reach the recipient's
        server. But once a client of the recipient has received or shown it, a bounce no longer counts.
        """
        return _RECEIPT_ORDER.index(self) > _RECEIPT_ORDER.index(before)


_RECEIPT_ORDER = (Receipt.NONE, Receipt.SENT, Receipt.FAILED, Receipt.RECEIVED, Receipt.READ)
"""Each receipt supersedes those before it."""


class MessageKind(StrEnum):
    """The kind of a message, where its text alone does not show it."""

    TEXT = ""
    ENCRYPTED = "encrypted"
    """It cannot be decrypted here; the text says so."""
    HEADLINE = "headline"
    """An announcement that expects no reply (RFC 6121, 5.2.2)."""
    INVITATION = "invitation"
    """An invitation to a group chat (XEP-0045, XEP-0249)."""
    PRIVATE = "private"
    """A private message in a group chat (XEP-0045, 7.5)."""
    REACTION = "reaction"
    """A reaction to an unknown message (XEP-0444)."""
    SIGN = "sign"
    """Another request for attention, such as a call over the chat program."""

    @classmethod
    def _missing_(cls, value: object) -> "MessageKind":
        """Map an unknown kind of a newer peer to text."""
        return cls.TEXT


class Revision(StrEnum):
    """How a message was revised after it was sent, or how it revises an earlier one."""

    NONE = ""
    CORRECTED = "corrected"
    """The text is the corrected one (XEP-0308)."""
    OUTDATED = "outdated"
    """It was already seen; a later message corrects it."""
    CORRECTION = "correction"
    """It corrects an earlier message that was already seen or is unknown."""
    RETRACTED = "retracted"
    """Its sender retracted it (XEP-0424)."""

    @classmethod
    def _missing_(cls, value: object) -> "Revision":
        """Map an unknown revision of a newer peer to corrected."""
        return cls.CORRECTED


class Member(msgspec.Struct, frozen=True, omit_defaults=True):
    """A participant of a room."""

    name: str = ""
    uname: str = ""


class Room(msgspec.Struct, frozen=True, omit_defaults=True, rename=wire_name, kw_only=True):
    """A chat with one contact."""

    room_id: RoomId
    cid: ContactId
    """The other party."""
    label: str = ""
    members: dict[str, Member] = {}
    """By contact id, as text."""
    seen: MessageId = MessageId(0)
    """The last message that the operator has seen."""
    unread: int = 0
    """How many messages of the other party came after ``seen``."""
    typing: Typing = Typing.IDLE
    state: RoomState = RoomState.OPEN
    history_complete: bool = False
    """The archive holds nothing older than what was sent."""


class Message(msgspec.Struct, frozen=True, omit_defaults=True, rename=wire_name, kw_only=True):
    """One message of a room."""

    msg_id: MessageId
    room_id: RoomId
    cid: ContactId | None = None
    """The sender; null for the operator's own message."""
    sender_name: str = ""
    msg: str = ""
    own: bool = False
    time: int = 0
    """Epoch milliseconds."""
    receipt: Receipt = Receipt.NONE
    archived: bool = False
    """It came from the archive, and is not new."""
    post_id: str = ""
    """The id that the sending client gave to one of the operator's messages."""
    source_id: str = ""
    """The source's id; it survives a restart of the hub if the source keeps an archive."""
    kind: MessageKind = MessageKind.TEXT
    revision: Revision = Revision.NONE
    reactions: str = ""
    """Emoji, separated by spaces (XEP-0444)."""
    reason: str = ""
    """Why a message was not delivered, as a sentence."""
    claimed_time: int = 0
    """Epoch milliseconds at which it was written, as its sender claims; 0: no claim."""
