"""Lookups of the contacts, rooms, calls and devices that requests refer to."""

from lampfield.hub.accounts import AccountHub, BoundSession
from lampfield.hub.rooms import ChatKey
from lampfield.model.contact import Contact, full_name
from lampfield.model.identity import CallUid, ContactId, ContactKey, DeviceName, RoomId
from lampfield.model.link import LinkName, LinkState
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.text import plain

NAME_CHARS = 60
"""The longest name within a message."""


def contact(hub: AccountHub, cid: ContactId) -> Contact:
    """Return a contact.

    Raises:
        Refusal: There is no such contact.
    """
    found = hub.store.contacts.values.get(cid)
    if found is None:
        raise Refusal(RefusalCode.UNKNOWN_CONTACT, "There is no such contact any more.")
    return found


def chat_partner(hub: AccountHub, cid: ContactId) -> tuple[BoundSession, ContactKey]:
    """Return the chat source and its key of a contact; for a contact that it does not know, the chat address.

    Raises:
        Refusal: There is no such contact, or it cannot be reached by chat.
    """
    found = contact(hub, cid)
    bound = hub.session_for(LinkName.CHAT)
    key = hub.store.contacts.key_of(cid, bound.source) or ContactKey(found.chat_id)
    if not key:
        raise Refusal(RefusalCode.NO_CHAT, f"{name_of(found)} has no chat address.")
    return bound, key


def room(hub: AccountHub, room_id: RoomId) -> tuple[BoundSession, ContactKey]:
    """Return the source of a room, and its key of the other party.

    Raises:
        Refusal: There is no such room.
    """
    source, key = chat(hub, room_id)
    return hub.session_of(source), key


def chat(hub: AccountHub, room_id: RoomId) -> ChatKey:
    """Return the source of a room and its key of the other party, as names.

    Raises:
        Refusal: There is no such room.
    """
    found = hub.store.rooms.chat_of(room_id)
    if found is None:
        raise Refusal(RefusalCode.UNKNOWN_ROOM, "There is no such chat any more. Open it again.")
    return found


def call(hub: AccountHub, uid: CallUid) -> tuple[BoundSession, str]:
    """Return the source of a call, and its id of the call.

    Raises:
        Refusal: The call is over.
    """
    found = hub.store.calls.channel_of(uid)
    if found is None:
        raise Refusal(RefusalCode.UNKNOWN_CALL, "This call is over.")
    source, channel = found
    return hub.session_of(source), channel


def device(hub: AccountHub, name: DeviceName | None) -> tuple[BoundSession, DeviceName]:
    """Return the source of a device, and the device's name; without a name, the account's first device.

    Raises:
        Refusal: The account has no such device.
    """
    devices = hub.store.devices
    chosen = name or next(iter((*hub.account.devices, *devices.values)), None)
    if chosen is None:
        raise Refusal(RefusalCode.UNKNOWN_DEVICE, "Your account has no device to dial on.")
    source = devices.source_of(chosen)
    if source is None:
        raise _unknown_device(hub, chosen)
    return hub.session_of(source), chosen


def name_of(value: Contact) -> str:
    """Return a contact's name for use within a message."""
    return plain(full_name(value), NAME_CHARS) or "This contact"


def _unknown_device(hub: AccountHub, name: DeviceName) -> Refusal:
    source = hub.session_for(LinkName.PHONE).source
    link = hub.store.links.values[LinkName.PHONE]
    if link.state is not LinkState.UP:
        return Refusal(RefusalCode.LINK_DOWN, f"The phone link is down. {link.reason}".strip())
    shown = plain(name, NAME_CHARS)
    return Refusal(RefusalCode.UNKNOWN_DEVICE, f"{source} knows no device {shown} of your account.")
