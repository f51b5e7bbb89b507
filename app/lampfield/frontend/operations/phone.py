"""Phone operations: dial, answer, hold, hang up."""

from collections.abc import Awaitable

from lampfield.client.handles import Call, Client, Contact, Device
from lampfield.frontend.operations.default_call import (
    CallChoice,
    being_dialled,
    call_with,
    to_answer,
    to_hang_up,
    to_hold,
)
from lampfield.frontend.operations.operation import NotAvailable, Operation
from lampfield.frontend.operations.rights import check_right
from lampfield.frontend.wording import call_failure, name_of, other_of, with_party
from lampfield.model.account import Right
from lampfield.model.call import CallState, own_calls
from lampfield.model.identity import CallUid, DeviceName
from lampfield.model.lamp import Lamp
from lampfield.model.number import InvalidNumber, Number, parse_stored, parse_typed
from lampfield.model.text import plain
from lampfield.protocol.errors import LampfieldError


class CallFailed(LampfieldError):
    """A call ended before its start was confirmed."""


def dial(contact: Contact, device: DeviceName | None = None) -> Operation:
    """Dial a contact, on the first device by default.

    Raises:
        NotAvailable: The contact cannot be called, or the account has no right to dial.
    """
    check_right(contact.pbx, Right.DIAL)
    check_callable(contact)
    check_free_for(contact.pbx, contact.number, name_of(contact))
    name = name_of(contact)
    try:
        tones = _tones_sentence(parse_stored(contact.number), _device(contact.pbx, device))
    except InvalidNumber as why:
        raise NotAvailable(f"{name}'s number {plain(contact.number, 40)!r} is not dialled: {why}.") from why
    return Operation(
        lambda: _wait_for_start(contact.dial(device)),
        f"dialling {name}…",
        f"Your phone rings, then {name}'s.{tones}",
    )


def check_callable(contact: Contact) -> None:
    """Check that a contact can be called.

    Raises:
        NotAvailable: It cannot.
    """
    if not contact.can_call:
        reason = "has no number" if not contact.number else "cannot be called from this account"
        raise NotAvailable(f"{name_of(contact)} {reason}.")


def check_free_for(pbx: Client, number: str, name: str) -> None:
    """Check that no call of the operator conflicts with a new one.

    Args:
        pbx: The client.
        number: The number to dial.
        name: The name of the other party, for the message.

    Raises:
        NotAvailable: Another call is being dialled, or there is a call with the same number.
    """
    calls = own_calls(pbx.calls.values_by_key)
    if (dialled := being_dialled(calls)) is not None:
        raise NotAvailable(f"You are calling {other_of(dialled)}: hang up before you call somebody else.")
    if (call := call_with(calls, number)) is not None:
        raise NotAvailable(_ALREADY.get(call.state, "You have a call with {name} already.").format(name=name))


_ALREADY = {
    CallState.UP: "You are talking to {name}.",
    CallState.RING: "{name} is calling you: answer that call.",
    CallState.HOLD: "{name} is on hold: resume that call.",
}
"""Why a number cannot be dialled, by the state of the existing call with it."""


def devices_of(pbx: Client) -> list[Device]:
    """Return the operator's devices, the default first.

    Raises:
        NotAvailable: The account has no device.
    """
    devices = list(pbx.devices)
    if not devices:
        raise NotAvailable(
            "Your account has no device to dial on. The administrator adds devices in the site file."
        )
    return devices


def dial_number(pbx: Client, number: str, on: DeviceName | None = None) -> Operation:
    """Dial a number, on the first device by default.

    Raises:
        NotAvailable: The text is no number, or the account has no device or no right to dial.
    """
    check_right(pbx, Right.DIAL)
    devices = devices_of(pbx)
    try:
        parsed = parse_typed(number)
    except InvalidNumber as why:
        raise NotAvailable(f"{plain(number, 40)!r} is no number: {why}.") from why
    check_free_for(pbx, number, plain(number, 40))
    device = _device(pbx, on) or devices[0]
    return Operation(
        lambda: _wait_for_start(device.dial(number)),
        f"dialling {number}…",
        f"Your phone rings, then {number}.{_tones_sentence(parsed, device)}",
    )


def _device(pbx: Client, name: DeviceName | None) -> Device | None:
    """Return a device by its name, else the first; None where there is none."""
    devices = list(pbx.devices)
    return next((device for device in devices if device.name == name), next(iter(devices), None))


def _tones_sentence(number: Number, device: Device | None) -> str:
    """Return what becomes of the tones behind a number, as a sentence; empty where there are none."""
    if not number.tones:
        return ""
    if device is not None and device.sends_tones:
        return f" {number.tones} is keyed when it answers."
    return f" Key {number.tones} when it answers."


def answer(pbx: Client, uid: CallUid | None = None) -> Operation:
    """Answer the call that rings longest, else pick up the own phone to dial, else resume the held call.

    Args:
        pbx: The client.
        uid: The call; None: the default one.

    Raises:
        NotAvailable: There is no such call, or the account has no right to dial.
    """
    check_right(pbx, Right.DIAL)
    call = _chosen(pbx, to_answer, uid)
    if call is None:
        raise NotAvailable("No call is ringing or on hold.")
    other = other_of(call)
    done = (
        f"You picked up; calling {other}." if call.state is CallState.DIAL else f"You are talking to {other}."
    )
    return Operation(call.talk, f"answering {other}…", done)


def hold(pbx: Client, uid: CallUid | None = None) -> Operation:
    """Hold the active call, or resume the held one.

    Args:
        pbx: The client.
        uid: The call; None: the default one.

    Raises:
        NotAvailable: There is no such call, or the account has no right to dial.
    """
    check_right(pbx, Right.DIAL)
    call = _chosen(pbx, to_hold, uid)
    if call is None:
        raise NotAvailable("There is no call to hold.")
    other = other_of(call)
    if call.state is CallState.UP:
        return Operation(call.hold, f"holding {other}…", f"{other} is on hold.")
    return Operation(call.talk, f"resuming {other}…", f"You are talking to {other}.")


def hang_up(pbx: Client, uid: CallUid | None = None) -> Operation:
    """Hang up the active call, else the one that is dialled, rings or is held.

    Args:
        pbx: The client.
        uid: The call; None: the default one.

    Raises:
        NotAvailable: There is no such call, or the account has no right to dial.
    """
    check_right(pbx, Right.DIAL)
    call = _chosen(pbx, to_hang_up, uid)
    if call is None:
        raise NotAvailable("There is no call to hang up.")
    other = other_of(call)
    return Operation(call.hangup, f"hanging up on {other}…", f"The call with {other} is over.")


def hang_up_contact(pbx: Client, contact: Contact) -> Operation:
    """Hang up a contact's call with another party, after a confirmation.

    Raises:
        NotAvailable: The account has no right to do so, or the contact is not on a call.
    """
    name = name_of(contact)
    check_right(pbx, Right.HANGUP)
    if contact.lamp in (Lamp.AVAILABLE, Lamp.UNKNOWN):
        raise NotAvailable(f"{name} is not on a call.")
    party = contact.party
    return Operation(
        lambda: contact.hangup(party),
        f"hanging up {name}'s call…",
        f"{name}'s call is over.",
        f"Hang up {name}'s call{with_party(party)}? They are cut off.",
        "hang up",
    )


async def _wait_for_start(dialling: Awaitable[Call]) -> Call:
    """Wait until a call has started, and return it. Its end may have been reported already.

    Raises:
        CallFailed: The call has ended without an answer.
    """
    call = await dialling
    if call.state is CallState.DEAD and (sentence := call_failure(call.value)):
        raise CallFailed(sentence)
    return call


def _chosen(pbx: Client, choose: CallChoice, uid: CallUid | None) -> Call | None:
    """Return the call that a choice selects, among all or only the named one."""
    calls = [call for call in own_calls(pbx.calls.values_by_key) if uid is None or call.uid == uid]
    chosen = choose(calls)
    return pbx.calls.get(chosen.uid) if chosen is not None else None
