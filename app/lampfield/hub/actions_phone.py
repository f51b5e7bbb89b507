"""What the phone is asked for."""

from lampfield.feed.requests import (
    Answer,
    CallHangup,
    CallHold,
    CallTalk,
    ContactDial,
    ContactHangup,
    DeviceDial,
    DeviceTest,
    Dialled,
)
from lampfield.hub import lookup
from lampfield.hub.desk import Desk
from lampfield.hub.registry import handles
from lampfield.model.contact import Contact
from lampfield.model.identity import DeviceName
from lampfield.model.link import LinkName
from lampfield.model.number import NoNumber, checked, typed, written
from lampfield.model.refusal import Refusal, Word
from lampfield.model.text import is_one_line

NUMBER_CHARS = 128
"""The longest dial string that is taken."""


@handles(ContactDial)
async def dial_contact(desk: Desk, asked: ContactDial) -> Dialled:
    """Ring a device, then the contact's best-guess number."""
    contact = lookup.contact(desk, asked.cid)
    return await _dial(desk, asked.device, contact.number, contact)


@handles(DeviceDial)
async def dial_number(desk: Desk, asked: DeviceDial) -> Dialled:
    """Ring a device, then a number."""
    return await _dial(desk, asked.device, asked.number, None)


@handles(DeviceTest)
async def test_phone(desk: Desk, asked: DeviceTest) -> Dialled:
    """Ring a device to find out what can be asked of it."""
    seat, name = lookup.device(desk, asked.device)
    channel = await seat.session.test_phone(name)
    return Dialled(uid=desk.store.calls.uid_of(seat.source, channel))


@handles(CallHangup)
async def hang_up(desk: Desk, asked: CallHangup) -> Answer:
    """End an own call."""
    seat, channel = lookup.call(desk, asked.uid)
    await seat.session.hang_up(channel)
    return Answer()


@handles(ContactHangup)
async def hang_up_other(desk: Desk, asked: ContactHangup) -> Answer:
    """End the call of a contact, if it is the one that is meant."""
    contact = lookup.contact(desk, asked.cid)
    if asked.party is not None and not (contact.party and contact.party.continues(asked.party)):
        sentence = f"{lookup.name_of(contact)}'s call is another one by now. Nothing was ended."
        raise Refusal(Word.UNKNOWN_CALL, sentence)
    seat = desk.at(LinkName.PHONE)
    key = desk.store.contacts.key_of(asked.cid, seat.source)
    if key is None:
        raise Refusal(Word.UNKNOWN_CALL, f"{lookup.name_of(contact)} has no phone at the PBX.")
    await seat.session.hang_up_contact(key)
    return Answer()


@handles(CallHold)
async def hold(desk: Desk, asked: CallHold) -> Answer:
    """Put an own call on hold."""
    seat, channel = lookup.call(desk, asked.uid)
    await seat.session.hold(channel)
    return Answer()


@handles(CallTalk)
async def talk(desk: Desk, asked: CallTalk) -> Answer:
    """Answer an own call, or take it back from hold."""
    seat, channel = lookup.call(desk, asked.uid)
    await seat.session.talk(channel)
    return Answer()


async def _dial(desk: Desk, device: DeviceName | None, number: str, contact: Contact | None) -> Dialled:
    seat, name = lookup.device(desk, device)
    channel = await seat.session.dial(name, _dial_string(number, contact), contact)
    return Dialled(uid=desk.store.calls.uid_of(seat.source, channel))


def _dial_string(number: str, contact: Contact | None) -> str:
    """Return the number to dial: all that parts it is gone, so that it cannot become a command anywhere.

    Letters are the operator's: of a contact's number they are no part.
    """
    text = number.strip()
    whose = f"{lookup.name_of(contact)} has" if contact is not None else "There is"
    if not text:
        raise Refusal(Word.NO_NUMBER, f"{whose} no number to dial.")
    if not is_one_line(text) or len(text) > NUMBER_CHARS:
        sentence = f"A number to dial is one line of up to {NUMBER_CHARS} printable characters."
        raise Refusal(Word.BAD_ADDRESS, sentence)
    try:
        return checked(written(text) if contact is not None else typed(text)).dial
    except NoNumber as why:
        raise Refusal(Word.BAD_ADDRESS, f"{text!r} is not dialled: {why}.") from why
