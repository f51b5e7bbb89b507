"""Notifications from the hub to its clients. Each class is the ``params`` of one JSON-RPC method."""

from typing import ClassVar

import msgspec

from lampfield.model.call import Call
from lampfield.model.contact import Contact, ContactPatch
from lampfield.model.device import Device
from lampfield.model.identity import CallUid, ContactId, DeviceName, RoomId
from lampfield.model.link import Link, Me
from lampfield.model.room import Message, Room
from lampfield.model.wire import wire_name
from lampfield.protocol.limits import PROTOCOL_MAX, PROTOCOL_MIN


class Notification(msgspec.Struct, frozen=True, gc=False, rename=wire_name, kw_only=True):
    """A notification. ``seq`` numbers an account's changes; a client resumes from the last one seen."""

    method: ClassVar[str]
    seq: int = 0


class Hello(Notification, frozen=True, kw_only=True):
    """The first message of a connection: the hub's name and its protocol versions."""

    method = "feed.hello"
    server: str
    """The hub's name."""
    version: str
    """The hub's version."""
    epoch: str
    """Identifies one run of the hub; sequence numbers are valid within it."""
    protocol_min: int = PROTOCOL_MIN
    protocol_max: int = PROTOCOL_MAX
    features: tuple[str, ...] = ()
    """Features that an older hub of the same protocol version lacks."""


class ContactNew(Notification, frozen=True, kw_only=True):
    """A contact was added."""

    method = "contact.new"
    contact: Contact


class ContactUpdate(Notification, frozen=True, kw_only=True):
    """Properties of a contact changed; it carries the ``cID`` and only those properties."""

    method = "contact.update"
    contact: ContactPatch


class ContactGone(Notification, frozen=True, kw_only=True):
    """A contact was removed."""

    method = "contact.gone"
    cid: ContactId


class DeviceNew(Notification, frozen=True, kw_only=True):
    """A device of the operator was added."""

    method = "device.new"
    device: Device


class DeviceUpdate(Notification, frozen=True, kw_only=True):
    """A device changed; it is sent whole."""

    method = "device.update"
    device: Device


class DeviceGone(Notification, frozen=True, kw_only=True):
    """A device was removed."""

    method = "device.gone"
    name: DeviceName


class CallNew(Notification, frozen=True, kw_only=True):
    """A call began on a device of the operator."""

    method = "call.new"
    call: Call


class CallUpdate(Notification, frozen=True, kw_only=True):
    """A call changed; it is sent whole."""

    method = "call.update"
    call: Call


class CallGone(Notification, frozen=True, kw_only=True):
    """A call ended: ``call`` has its last state, ``dead``, and the cause."""

    method = "call.gone"
    uid: CallUid
    call: Call


class RoomNew(Notification, frozen=True, kw_only=True):
    """A chat room was opened."""

    method = "room.new"
    room: Room


class RoomUpdate(Notification, frozen=True, kw_only=True):
    """A room changed; it is sent whole."""

    method = "room.update"
    room: Room


class RoomGone(Notification, frozen=True, kw_only=True):
    """The operator left a room."""

    method = "room.gone"
    room_id: RoomId


class MessageNew(Notification, frozen=True, kw_only=True):
    """A message of a room, new or from the archive."""

    method = "message.new"
    message: Message


class MessageUpdate(Notification, frozen=True, kw_only=True):
    """A message changed, such as its receipt; it is sent whole."""

    method = "message.update"
    message: Message


class LinkNotice(Notification, frozen=True, kw_only=True):
    """A link changed its state."""

    method = "link"
    link: Link


class MeUpdate(Notification, frozen=True, kw_only=True):
    """The operator's own presence changed."""

    method = "me.update"
    me: Me


NOTIFICATIONS: dict[str, type[Notification]] = {
    notice.method: notice
    for notice in (
        Hello,
        ContactNew,
        ContactUpdate,
        ContactGone,
        DeviceNew,
        DeviceUpdate,
        DeviceGone,
        CallNew,
        CallUpdate,
        CallGone,
        RoomNew,
        RoomUpdate,
        RoomGone,
        MessageNew,
        MessageUpdate,
        LinkNotice,
        MeUpdate,
    )
}
"""Every notification by its method. A client ignores an unknown method."""
