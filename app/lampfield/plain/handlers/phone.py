"""Handlers for calls and devices: dial, answer, hold, hang up, phone test."""

from functools import partial

from lampfield.client.handles import Device
from lampfield.frontend.operations import phone
from lampfield.frontend.operations.operation import NotAvailable
from lampfield.frontend.operations.phone_test import PhoneTest
from lampfield.frontend.wording import LAMP_WORDS, age_words, call_line
from lampfield.model.call import own_calls
from lampfield.model.identity import DeviceName
from lampfield.model.number import begins_like_number
from lampfield.model.text import plain
from lampfield.plain.command import Unclear, place_in
from lampfield.plain.handlers.handler import Handlers
from lampfield.plain.listing import numbered
from lampfield.plain.session import NumberMeaning, PlainSession


async def dial(session: PlainSession, rest: str) -> None:
    """Dial a contact, or a number that no contact has."""
    who, device = _with_device(session, rest)
    try:
        contact = session.resolver.one(who)
    except Unclear:
        if not begins_like_number(who):
            raise
        await session.perform(lambda: phone.dial_number(session.pbx, who, device))
        return
    await session.perform_on(contact, lambda contact: phone.dial(contact, device))


async def number(session: PlainSession, rest: str) -> None:
    """Dial a number as typed."""
    if not rest:
        raise Unclear("Which number? Type number, and the digits.")
    await session.perform(lambda: phone.dial_number(session.pbx, rest))


async def answer(session: PlainSession, _: str) -> None:
    """Answer a call."""
    await session.perform(partial(phone.answer, session.pbx))


async def hold(session: PlainSession, _: str) -> None:
    """Hold a call, or resume it."""
    await session.perform(partial(phone.hold, session.pbx))


async def hang_up(session: PlainSession, _: str) -> None:
    """Hang up."""
    await session.perform(partial(phone.hang_up, session.pbx))


async def hang_up_contact(session: PlainSession, rest: str) -> None:
    """Hang up a contact's own call."""
    await session.perform_on(session.resolver.one(rest), partial(phone.hang_up_contact, session.pbx))


async def calls(session: PlainSession, _: str) -> None:
    """List the operator's calls."""
    now = session.clock()
    lines = []
    for call in own_calls(session.pbx.calls.values_by_key):
        began = (call.start or call.stamp) / 1000
        lines.append(call_line(call, now) + (f", {age_words(now - began)}" if began else ""))
    if lines and session.stale.phone is not None:
        session.say("not known now: a link is lost. What follows was known last.")
    if not lines:
        session.say("no calls.")
    session.listing.begin_lines(lines)


async def devices(session: PlainSession, _: str) -> None:
    """List the devices to dial on, the default first."""
    lines = [_device_line(device) for device in session.pbx.devices]
    if not lines:
        session.say("your account has no device to dial on.")
    session.numbers = NumberMeaning.DEVICES
    session.listing.begin_lines(numbered(lines))


async def test_phone(session: PlainSession, rest: str) -> None:
    """Test which features an own phone has, by default the first one."""
    names = [device.name for device in session.pbx.devices if rest.casefold() in _names(device)]
    if rest and len(names) != 1:
        raise Unclear("Which phone? Type devices, then test phone and the name of one.")
    try:
        test = PhoneTest(session.pbx, names[0] if rest else None)
    except NotAvailable as why:
        session.fail(f"refused: {why}")
        return
    if await session.perform(test.operation):
        session.say(test.result)


def _device_line(device: Device) -> str:
    parts = (LAMP_WORDS[device.lamp], device.state.value, device.label, device.extension, device.name)
    return ", ".join(plain(part, 40) for part in parts if part)


def _with_device(session: PlainSession, rest: str) -> tuple[str, DeviceName | None]:
    """Return the WHO to dial, and the device: ``3 on 2``, ``Alice on PJSIP/201``.

    Raises:
        Unclear: There is no such device, or more than one.
    """
    who, on, word = (part.strip() for part in rest.rpartition(" on "))
    if not on or session.resolver.exactly(rest):
        return rest, None
    devices = list(session.pbx.devices)
    if (place := place_in(word, len(devices))) is not None:
        return who, devices[place].name
    named = [device.name for device in devices if word.casefold() in _names(device)]
    if len(named) != 1:
        known = ", ".join(plain(device.name, 40) for device in devices) or "none"
        what = "More than one device is" if named else "You have no device"
        raise Unclear(f"{what} called {word!r}. Type dial WHO on, and one of: {known}.")
    return who, named[0]


def _names(device: Device) -> tuple[str, ...]:
    return device.name.casefold(), device.label.casefold(), device.extension.casefold()


HANDLERS: Handlers = {
    "dial": dial,
    "dial-number": number,
    "answer": answer,
    "hold": hold,
    "hang-up": hang_up,
    "hang-up-contact": hang_up_contact,
    "calls": calls,
    "devices": devices,
    "test-phone": test_phone,
}
