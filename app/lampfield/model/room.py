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
    """Whether the other party is typing (XEP-0085)."""

    IDLE = ""
    COMPOSING = "composing"
    PAUSED = "paused"

    @classmethod
    def _missing_(cls, value: object) -> "Typing":
        """Read any other chat state (active, inactive, gone) as idle."""
        return cls.IDLE


class Receipt(StrEnum):
    """How far one of the operator's messages has come."""

    NONE = ""
    SENT = "sent"
    """The server has it."""
    RECEIVED = "received"
    """The recipient's client has it (XEP-0184)."""
    READ = "read"
    """The recipient has seen it (XEP-0333)."""
    FAILED = "failed"
    """It came back: the recipient's server or client refused it."""

    @classmethod
    def _missing_(cls, value: object) -> "Receipt":
        """Read a word of a newer peer as nothing known."""
        return cls.NONE

    def is_further(self, before: "Receipt") -> bool:
        """Return whether this is later news of a message than another receipt.

        A server may refuse a message that it has taken, when it has looked for the other's server in vain;
        but what a client of the other's has received or shown is not taken back.
        """
        return _FURTHER.index(self) > _FURTHER.index(before)


_FURTHER = (Receipt.NONE, Receipt.SENT, Receipt.FAILED, Receipt.RECEIVED, Receipt.READ)
"""Each is later news than those before it."""


class MessageKind(StrEnum):
    """What a message is, where its text alone does not say so."""

    TEXT = ""
    ENCRYPTED = "encrypted"
    """It cannot be read here; the text says so."""
    HEADLINE = "headline"
    """It was sent to be read, not to be answered (RFC 6121, 5.2.2)."""
    INVITATION = "invitation"
    """An invitation to a group chat (XEP-0045, XEP-0249)."""
    PRIVATE = "private"
    """A private message in a group chat (XEP-0045, 7.5)."""
    REACTION = "reaction"
    """A reaction to a message that is not known here (XEP-0444)."""
    SIGN = "sign"
    """Another request for attention, such as a call over the chat program."""

    @classmethod
    def _missing_(cls, value: object) -> "MessageKind":
        """Read a word of a newer peer as a text."""
        return cls.TEXT


class Revision(StrEnum):
    """What became of a message after it was said, or what it does to an earlier one."""

    NONE = ""
    CORRECTED = "corrected"
    """The text is the corrected one (XEP-0308)."""
    OUTDATED = "outdated"
    """It had been seen; a later message corrects it."""
    CORRECTION = "correction"
    """It corrects an earlier message, which had been seen or is not known here."""
    RETRACTED = "retracted"
    """Its sender took it back (XEP-0424)."""

    @classmethod
    def _missing_(cls, value: object) -> "Revision":
        """Read a word of a newer peer as a text that was corrected."""
        return cls.CORRECTED


class Member(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody in a room."""

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
    """Emoji, separated by blanks (XEP-0444)."""
    reason: str = ""
    """Why a message was not delivered, as a sentence."""
    claimed_time: int = 0
    """Epoch milliseconds at which it was written, as its sender claims; 0: no claim."""
