"""Model changes: what a source emits, with its own keys.

A source identifies contacts by its own key, rooms by the key of the other party, and messages and calls by
the server's id. The hub assigns the numbers that clients see.
"""

import msgspec

from lampfield.model.call import CallParty, CallState
from lampfield.model.contact import ContactPatch
from lampfield.model.device import Device
from lampfield.model.identity import ContactKey, DeviceName
from lampfield.model.link import Link
from lampfield.model.room import MessageKind, Receipt, Revision, RoomState, Typing
from lampfield.model.show import Show


class ContactChange(msgspec.Struct, frozen=True, gc=False):
    """A contact was added or changed. ``show`` and ``canChat`` are derived from ``states``."""

    key: ContactKey
    patch: ContactPatch


class ContactGone(msgspec.Struct, frozen=True):
    """A contact was removed."""

    key: ContactKey


class SameContacts(msgspec.Struct, frozen=True):
    """The complete list of keys that identify the same person. It replaces the previous list."""

    rows: tuple[tuple[ContactKey, ...], ...]
    """The first key of a row identifies the person."""


class DeviceChange(msgspec.Struct, frozen=True):
    """A device of the operator was added or changed."""

    device: Device


class DeviceGone(msgspec.Struct, frozen=True):
    """A device of the operator was removed."""

    name: DeviceName


class CallChange(msgspec.Struct, frozen=True, kw_only=True):
    """The state of a call on one of the operator's devices. ``dead`` is its last change."""

    channel: str
    """The source's id of the call."""
    device: DeviceName
    name: str = ""
    number: str = ""
    queue: str = ""
    """The queue through which the call came."""
    inq: int = 0
    """Epoch seconds at which the caller entered the queue; 0 when not known."""
    outq: int = 0
    """Epoch seconds at which the caller left it for this device; 0 until then."""
    did: str = ""
    """The number that the caller dialled, where it is not the device's own."""
    stamp: int = 0
    """Epoch milliseconds of the start."""
    start: int = 0
    """Epoch milliseconds of the answer; 0 until answered."""
    party: CallParty = CallParty.CALLER
    state: CallState = CallState.DOWN
    nr_state: CallState = CallState.DOWN
    features: str = ""
    cause: str = ""


class RoomChange(msgspec.Struct, frozen=True, kw_only=True):
    """The state of the chat with a contact."""

    key: ContactKey
    """The other party."""
    typing: Typing = Typing.IDLE
    state: RoomState = RoomState.OPEN
    history_complete: bool = False
    seen: str = ""
    """The source's id of the last message that the operator saw on any client; empty: no information."""
    label: str = ""
    """The name of the chat when the other party is not a contact, such as a server."""


class MessageChange(msgspec.Struct, frozen=True, kw_only=True):
    """A message of a chat. If its id is already known, only its receipt is updated."""

    key: ContactKey
    """The other party of the chat."""
    id: str
    """The source's id; the same id means the same message."""
    own: bool = False
    sender: str = ""
    """The sender's name, if the sender is neither the other party nor the operator."""
    text: str = ""
    time: int = 0
    """Epoch milliseconds."""
    receipt: Receipt = Receipt.NONE
    archived: bool = False
    post_id: str = ""
    """The id that the sending client gave it; empty if unknown."""
    kind: MessageKind = MessageKind.TEXT
    revision: Revision = Revision.NONE
    claimed_time: int = 0
    """Epoch milliseconds at which it was written, as its sender claims; 0: no claim."""


class MessageEdit(msgspec.Struct, frozen=True, kw_only=True):
    """The sender edited a known message, or somebody reacted to it. None: unchanged."""

    key: ContactKey
    id: str
    text: str | None = None
    revision: Revision | None = None
    reactions: str | None = None


class ReceiptChange(msgspec.Struct, frozen=True):
    """The delivery state of one of the operator's messages changed."""

    key: ContactKey
    id: str
    receipt: Receipt
    reason: str = ""
    """Why it was not delivered, as the server reports it."""


class LinkChange(msgspec.Struct, frozen=True):
    """A link of the source changed its state."""

    link: Link


class MeChange(msgspec.Struct, frozen=True):
    """The operator's own presence, as the source shows it to others."""

    name: str
    chat_id: str
    show: Show
    status: str


Change = (
    ContactChange
    | ContactGone
    | SameContacts
    | DeviceChange
    | DeviceGone
    | CallChange
    | RoomChange
    | MessageChange
    | MessageEdit
    | ReceiptChange
    | LinkChange
    | MeChange
)
"""Any change that a source may emit."""
