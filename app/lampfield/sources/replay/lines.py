"""The lines of a recording: a header, then what a hub told, each with its time. JSON, one object a line.

Names are the feed's. A device, a call, a room or a message is always told whole.
"""

from typing import Literal

import msgspec

from lampfield.model.call import Call
from lampfield.model.contact import Contact, ContactPatch
from lampfield.model.device import Device
from lampfield.model.identity import ContactId, DeviceName, RoomId
from lampfield.model.link import Link, Me
from lampfield.model.room import Message, Room

VERSION = 1
"""The format that is written, and the latest that is read."""


class StartMark(msgspec.Struct, frozen=True):
    """What the header of any version holds."""

    lampfield: Literal["recording"]
    version: int


class Header(StartMark, frozen=True, kw_only=True):
    """The first line."""

    began: float
    """Epoch seconds of offset 0."""
    anonymous: bool = False
    """Names, numbers, addresses and texts are made up."""
    made_by: str = ""
    """Program and version that wrote it."""


class Line(msgspec.Struct, frozen=True, kw_only=True, tag_field="event"):
    """Any line but the first."""

    at: float
    """Seconds since the recording began; never less than in the line before."""


class FeedStart(Line, frozen=True, kw_only=True, tag="feed.start"):
    """All that was known counts no more: the whole picture follows, at the same time."""


class ContactNew(Line, frozen=True, kw_only=True, tag="contact.new"):
    """A contact is there, whole."""

    contact: Contact


class ContactUpdate(Line, frozen=True, kw_only=True, tag="contact.update"):
    """Some properties of a contact changed: its ``cID`` and just those."""

    contact: ContactPatch


class ContactGone(Line, frozen=True, kw_only=True, tag="contact.gone"):
    """A contact is no longer there."""

    cid: ContactId


class DeviceUpdate(Line, frozen=True, kw_only=True, tag="device.update"):
    """A device is there, like this."""

    device: Device


class DeviceGone(Line, frozen=True, kw_only=True, tag="device.gone"):
    """A device is no longer there."""

    name: DeviceName


class CallUpdate(Line, frozen=True, kw_only=True, tag="call.update"):
    """A call is like this; ``dead`` is its last state."""

    call: Call


class RoomUpdate(Line, frozen=True, kw_only=True, tag="room.update"):
    """A room is there, like this."""

    room: Room


class RoomGone(Line, frozen=True, kw_only=True, tag="room.gone"):
    """The operator left a room."""

    room_id: RoomId


class MessageUpdate(Line, frozen=True, kw_only=True, tag="message.update"):
    """A message is there, or came further."""

    message: Message


class LinkUpdate(Line, frozen=True, kw_only=True, tag="link"):
    """A link has another state."""

    link: Link


class MeUpdate(Line, frozen=True, kw_only=True, tag="me.update"):
    """The operator's own presence is this."""

    me: Me


class End(Line, frozen=True, kw_only=True, tag="end"):
    """The recording was ended in order."""


Told = (
    FeedStart
    | ContactNew
    | ContactUpdate
    | ContactGone
    | DeviceUpdate
    | DeviceGone
    | CallUpdate
    | RoomUpdate
    | RoomGone
    | MessageUpdate
    | LinkUpdate
    | MeUpdate
    | End
)
"""Any line but the first."""
