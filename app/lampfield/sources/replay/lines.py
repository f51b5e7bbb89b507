"""The lines of a recording: a header, then the hub's messages with their times. JSON, one object per line.

Names are those of the protocol. A device, call, room or message is always complete.
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
"""The version that is written, and the newest that can be read."""


class StartMark(msgspec.Struct, frozen=True):
    """The part of the header that all versions share."""

    lampfield: Literal["recording"]
    version: int


class Header(StartMark, frozen=True, kw_only=True):
    """The first line."""

    began: float
    """Epoch seconds of offset 0."""
    anonymous: bool = False
    """Names, numbers, addresses and texts were replaced."""
    made_by: str = ""
    """Name and version of the program that wrote it."""


class Line(msgspec.Struct, frozen=True, kw_only=True, tag_field="event"):
    """Any line but the first."""

    at: float
    """Seconds since the recording began; monotonic."""


class FeedStart(Line, frozen=True, kw_only=True, tag="feed.start"):
    """Discards all earlier state: a full snapshot follows, at the same time."""


class ContactNew(Line, frozen=True, kw_only=True, tag="contact.new"):
    """A new contact, complete."""

    contact: Contact


class ContactUpdate(Line, frozen=True, kw_only=True, tag="contact.update"):
    """Changed properties of a contact, with its ``cID``."""

    contact: ContactPatch


class ContactGone(Line, frozen=True, kw_only=True, tag="contact.gone"):
    """A contact was removed."""

    cid: ContactId


class DeviceUpdate(Line, frozen=True, kw_only=True, tag="device.update"):
    """A device is new or has changed."""

    device: Device


class DeviceGone(Line, frozen=True, kw_only=True, tag="device.gone"):
    """A device was removed."""

    name: DeviceName


class CallUpdate(Line, frozen=True, kw_only=True, tag="call.update"):
    """A call is new or has changed; ``dead`` is its last state."""

    call: Call


class RoomUpdate(Line, frozen=True, kw_only=True, tag="room.update"):
    """A room is new or has changed."""

    room: Room


class RoomGone(Line, frozen=True, kw_only=True, tag="room.gone"):
    """The operator left a room."""

    room_id: RoomId


class MessageUpdate(Line, frozen=True, kw_only=True, tag="message.update"):
    """A message is new or has changed, such as its receipt."""

    message: Message


class LinkUpdate(Line, frozen=True, kw_only=True, tag="link"):
    """The state of a link has changed."""

    link: Link


class MeUpdate(Line, frozen=True, kw_only=True, tag="me.update"):
    """The operator's own presence has changed."""

    me: Me


class End(Line, frozen=True, kw_only=True, tag="end"):
    """The recording ended normally."""


AnyLine = (
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
