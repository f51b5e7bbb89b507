"""Model changes: what a source tells, in its own keys.

A source knows contacts by its own key, rooms by the key of the other party, messages and calls by
the foreign server's id. The hub gives them their numbers.
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
    """A contact is there, with these properties. ``show`` and ``canChat`` follow from ``states``."""

    key: ContactKey
    patch: ContactPatch


class ContactGone(msgspec.Struct, frozen=True):
    """A contact is no longer there."""

    key: ContactKey


class SameContacts(msgspec.Struct, frozen=True):
    """Which keys mean the same person: all that is known of it, instead of what was told before."""

    rows: tuple[tuple[ContactKey, ...], ...]
    """The first key of a row stands for the person."""


class DeviceChange(msgspec.Struct, frozen=True):
    """A device of the operator is there, like this."""

    device: Device


class DeviceGone(msgspec.Struct, frozen=True):
    """A device of the operator is no longer there."""

    name: DeviceName


class CallChange(msgspec.Struct, frozen=True, kw_only=True):
    """A call on one of the operator's devices is like this. ``dead`` is its last change."""

    channel: str
    """The source's id of the call."""
    device: DeviceName
    name: str = ""
    number: str = ""
    queue: str = ""
    """The queue that it came through."""
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
    """The chat with a contact is like this."""

    key: ContactKey
    """The other party."""
    typing: Typing = Typing.IDLE
    state: RoomState = RoomState.OPEN
    history_complete: bool = False
    seen: str = ""
    """The source's id of the last message that the operator saw, be it elsewhere; empty: nothing is said."""
    label: str = ""
    """What the chat is called where the other party is no contact, such as a server."""


class MessageChange(msgspec.Struct, frozen=True, kw_only=True):
    """A message of a chat. One that is known by its id stays as it was, but for its receipt."""

    key: ContactKey
    """The other party of the chat."""
    id: str
    """The source's id; a repeated one is the same message."""
    own: bool = False
    sender: str = ""
    """Who said it, where it is neither the other party nor the operator."""
    text: str = ""
    time: int = 0
    """Epoch milliseconds."""
    receipt: Receipt = Receipt.NONE
    archived: bool = False
    post_id: str = ""
    """What the client that sent it called it, where that is known."""
    kind: MessageKind = MessageKind.TEXT
    revision: Revision = Revision.NONE
    claimed_time: int = 0
    """Epoch milliseconds at which it was written, as its sender claims; 0: nothing is claimed."""


class MessageEdit(msgspec.Struct, frozen=True, kw_only=True):
    """A known message is different now, by its sender's wish. What is None stays as it is."""

    key: ContactKey
    id: str
    text: str | None = None
    revision: Revision | None = None
    reactions: str | None = None


class ReceiptChange(msgspec.Struct, frozen=True):
    """An own message has come this far."""

    key: ContactKey
    id: str
    receipt: Receipt
    reason: str = ""
    """Why it was not delivered, in the server's words."""


class LinkChange(msgspec.Struct, frozen=True):
    """A link of the source has another state."""

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
"""Anything that a source may tell."""
