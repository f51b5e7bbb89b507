"""What the phone is asked for."""

from lampfield.hub import lookup
from lampfield.hub.accounts import AccountHub
from lampfield.hub.requests.registry import handles
from lampfield.model.contact import Contact
from lampfield.model.identity import DeviceName
from lampfield.model.link import LinkName
from lampfield.model.number import InvalidNumber, Number, parse_stored, parse_typed, validated
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.text import is_one_line
from lampfield.protocol.requests import (
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

NUMBER_CHARS = 128
"""The longest dial string that is taken."""


@handles(ContactDial)
async def dial_contact(hub: AccountHub, asked: ContactDial) -> Dialled:
    """Ring a device, then the contact's best-guess number."""
    contact = lookup.contact(hub, asked.cid)
    return await _dial(hub, asked.device, contact.number, contact)


@handles(DeviceDial)
async def dial_number(hub: AccountHub, asked: DeviceDial) -> Dialled:
    """Ring a device, then a number."""
    return await _dial(hub, asked.device, asked.number, None)


@handles(DeviceTest)
async def test_phone(hub: AccountHub, asked: DeviceTest) -> Dialled:
    """Ring a device to find out what can be asked of it."""
    bound, name = lookup.device(hub, asked.device)
    channel = await bound.session.test_phone(name)
    return Dialled(uid=hub.store.calls.uid_of(bound.source, channel))


@handles(CallHangup)
async def hang_up(hub: AccountHub, asked: CallHangup) -> Answer:
    """End an own call."""
    bound, channel = lookup.call(hub, asked.uid)
    await bound.session.hang_up(channel)
    return Answer()


@handles(ContactHangup)
async def hang_up_other(hub: AccountHub, asked: ContactHangup) -> Answer:
    """End the call of a contact, if it is the one that is meant."""
    contact = lookup.contact(hub, asked.cid)
    if asked.party is not None and not (contact.party and contact.party.continues(asked.party)):
        sentence = f"{lookup.name_of(contact)}'s call is another one by now. Nothing was ended."
        raise Refusal(RefusalCode.UNKNOWN_CALL, sentence)
    bound = hub.at(LinkName.PHONE)
    key = hub.store.contacts.key_of(asked.cid, bound.source)
    if key is None:
        raise Refusal(RefusalCode.UNKNOWN_CALL, f"{lookup.name_of(contact)} has no phone at the PBX.")
    await bound.session.hang_up_contact(key)
    return Answer()


@handles(CallHold)
async def hold(hub: AccountHub, asked: CallHold) -> Answer:
    """Put an own call on hold."""
    bound, channel = lookup.call(hub, asked.uid)
    await bound.session.hold(channel)
    return Answer()


@handles(CallTalk)
async def talk(hub: AccountHub, asked: CallTalk) -> Answer:
    """Answer an own call, or take it back from hold."""
    bound, channel = lookup.call(hub, asked.uid)
    await bound.session.talk(channel)
    return Answer()


async def _dial(hub: AccountHub, device: DeviceName | None, number: str, contact: Contact | None) -> Dialled:
    bound, name = lookup.device(hub, device)
    parsed = _parsed_number(number, contact)
    sends_tones = hub.store.devices.values[name].sends_tones
    channel = await bound.session.dial(name, parsed.with_tones if sends_tones else parsed.dial, contact)
    return Dialled(uid=hub.store.calls.uid_of(bound.source, channel))


def _parsed_number(number: str, contact: Contact | None) -> Number:
    """Return the number to dial: all that parts it is gone, so that it cannot become a command anywhere.

    Letters are the operator's: of a contact's number they are no part.
    """
    text = number.strip()
    whose = f"{lookup.name_of(contact)} has" if contact is not None else "There is"
    if not text:
        raise Refusal(RefusalCode.NO_NUMBER, f"{whose} no number to dial.")
    if not is_one_line(text) or len(text) > NUMBER_CHARS:
        sentence = f"A number to dial is one line of up to {NUMBER_CHARS} printable characters."
        raise Refusal(RefusalCode.BAD_ADDRESS, sentence)
    try:
        return validated(parse_stored(text) if contact is not None else parse_typed(text))
    except InvalidNumber as why:
        raise Refusal(RefusalCode.BAD_ADDRESS, f"{text!r} is not dialled: {why}.") from why
