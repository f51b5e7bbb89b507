"""What requests name, looked up at a desk; what is not there is refused with a sentence."""

from lampfield.hub.desk import Desk, Seat
from lampfield.hub.memory import ChatKey
from lampfield.model.contact import Contact
from lampfield.model.identity import CallUid, ContactId, ContactKey, DeviceName, RoomId
from lampfield.model.link import LinkName, LinkState
from lampfield.model.refusal import Refusal, Word
from lampfield.model.text import plain

NAME_CHARS = 60
"""As much of a name as a sentence bears."""


def contact(desk: Desk, cid: ContactId) -> Contact:
    """Return a contact.

    Raises:
        Refusal: There is none.
    """
    found = desk.store.contacts.values.get(cid)
    if found is None:
        raise Refusal(Word.UNKNOWN_CONTACT, "There is no such contact any more.")
    return found


def chat_partner(desk: Desk, cid: ContactId) -> tuple[Seat, ContactKey]:
    """Return the chat source, and what it calls a contact; one it does not know yet goes by the address.

    Raises:
        Refusal: There is no such contact, or it cannot be reached by chat.
    """
    found = contact(desk, cid)
    seat = desk.at(LinkName.CHAT)
    key = desk.store.contacts.key_of(cid, seat.source) or ContactKey(found.chat_id)
    if not key:
        raise Refusal(Word.NO_CHAT, f"{name_of(found)} has no chat address.")
    return seat, key


def room(desk: Desk, room_id: RoomId) -> tuple[Seat, ContactKey]:
    """Return the source of a room, and what it calls the other party.

    Raises:
        Refusal: There is no such room.
    """
    source, key = chat(desk, room_id)
    return desk.seat(source), key


def chat(desk: Desk, room_id: RoomId) -> ChatKey:
    """Return which chat of which source a room is.

    Raises:
        Refusal: There is no such room.
    """
    found = desk.store.rooms.chat_of(room_id)
    if found is None:
        raise Refusal(Word.UNKNOWN_ROOM, "There is no such chat any more. Open it again.")
    return found


def call(desk: Desk, uid: CallUid) -> tuple[Seat, str]:
    """Return the source of a call, and what it calls it.

    Raises:
        Refusal: The call is over.
    """
    found = desk.store.calls.channel_of(uid)
    if found is None:
        raise Refusal(Word.UNKNOWN_CALL, "This call is over.")
    source, channel = found
    return desk.seat(source), channel


def device(desk: Desk, name: DeviceName | None) -> tuple[Seat, DeviceName]:
    """Return the source of a device, and the device: the account's first one when none is named.

    Raises:
        Refusal: The account has no such device.
    """
    devices = desk.store.devices
    chosen = name or next(iter((*desk.account.devices, *devices.values)), None)
    if chosen is None:
        raise Refusal(Word.UNKNOWN_DEVICE, "Your account has no device to dial on.")
    source = devices.source_of(chosen)
    if source is None:
        raise _unknown_device(desk, chosen)
    return desk.seat(source), chosen


def name_of(value: Contact) -> str:
    """Return a contact's name, fit for a sentence."""
    return plain(value.name or value.uname or value.number, NAME_CHARS) or "This contact"


def _unknown_device(desk: Desk, name: DeviceName) -> Refusal:
    source = desk.at(LinkName.PHONE).source
    link = desk.store.links.values[LinkName.PHONE]
    if link.state is not LinkState.UP:
        return Refusal(Word.LINK_DOWN, f"The phone link is down. {link.reason}".strip())
    shown = plain(name, NAME_CHARS)
    return Refusal(Word.UNKNOWN_DEVICE, f"{source} knows no device {shown} of your account.")
