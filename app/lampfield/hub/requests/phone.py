"""Handlers of requests about the phone."""

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
"""The longest number that is accepted."""


@handles(ContactDial)
async def dial_contact(hub: AccountHub, params: ContactDial) -> Dialled:
    """Ring a device, then the contact's number."""
    contact = lookup.contact(hub, params.cid)
    return await _dial(hub, params.device, contact.number, contact)


@handles(DeviceDial)
async def dial_number(hub: AccountHub, params: DeviceDial) -> Dialled:
    """Ring a device, then a number."""
    return await _dial(hub, params.device, params.number, None)


@handles(DeviceTest)
async def test_phone(hub: AccountHub, params: DeviceTest) -> Dialled:
    """Ring a device to find out what it can be asked to do."""
    bound, name = lookup.device(hub, params.device)
    channel = await bound.session.test_phone(name)
    return Dialled(uid=hub.store.calls.uid_of(bound.source, channel))


@handles(CallHangup)
async def hang_up(hub: AccountHub, params: CallHangup) -> Answer:
    """Hang up one of the operator's calls."""
    bound, channel = lookup.call(hub, params.uid)
    await bound.session.hang_up(channel)
    return Answer()


@handles(ContactHangup)
async def hang_up_other(hub: AccountHub, params: ContactHangup) -> Answer:
    """Hang up a contact's call, if it is still the call in the request."""
    contact = lookup.contact(hub, params.cid)
    if params.party is not None and not (contact.party and contact.party.continues(params.party)):
        sentence = f"{lookup.name_of(contact)} is on a different call now. Nothing was hung up."
        raise Refusal(RefusalCode.UNKNOWN_CALL, sentence)
    bound = hub.session_for(LinkName.PHONE)
    key = hub.store.contacts.key_of(params.cid, bound.source)
    if key is None:
        raise Refusal(RefusalCode.UNKNOWN_CALL, f"{lookup.name_of(contact)} has no phone at the PBX.")
    await bound.session.hang_up_contact(key)
    return Answer()


@handles(CallHold)
async def hold(hub: AccountHub, params: CallHold) -> Answer:
    """Put one of the operator's calls on hold."""
    bound, channel = lookup.call(hub, params.uid)
    await bound.session.hold(channel)
    return Answer()


@handles(CallTalk)
async def talk(hub: AccountHub, params: CallTalk) -> Answer:
    """Answer one of the operator's calls, or resume it from hold."""
    bound, channel = lookup.call(hub, params.uid)
    await bound.session.talk(channel)
    return Answer()


async def _dial(hub: AccountHub, device: DeviceName | None, number: str, contact: Contact | None) -> Dialled:
    bound, name = lookup.device(hub, device)
    parsed = _parsed_number(number, contact)
    sends_tones = hub.store.devices.values[name].sends_tones
    channel = await bound.session.dial(name, parsed.with_tones if sends_tones else parsed.dial, contact)
    return Dialled(uid=hub.store.calls.uid_of(bound.source, channel))


def _parsed_number(number: str, contact: Contact | None) -> Number:
    """Return the number to dial without separators, so that no system can interpret it as a command.

    Only a number that the operator typed may contain letters.
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
