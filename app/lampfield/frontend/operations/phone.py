"""What one does with phones: dial, answer, hold, hang up."""

from collections.abc import Awaitable

from lampfield.client.handles import Call, Client, Contact, Device
from lampfield.frontend.operations.default_call import (
    Meant,
    being_dialled,
    call_with,
    to_answer,
    to_hang_up,
    to_hold,
)
from lampfield.frontend.operations.operation import NotAvailable, Operation
from lampfield.frontend.operations.rights import check_right
from lampfield.frontend.wording import failed_sentence, name_of, other_of, with_party
from lampfield.model.account import Right
from lampfield.model.call import CallState, own_calls
from lampfield.model.identity import CallUid, DeviceName
from lampfield.model.lamp import Lamp
from lampfield.model.number import InvalidNumber, Number, parse_stored, parse_typed
from lampfield.model.text import plain
from lampfield.protocol.errors import LampfieldError


class CallFailed(LampfieldError):
    """A call came to nothing before it was known that it had begun."""


def dial(contact: Contact, device: DeviceName | None = None) -> Operation:
    """Dial a contact; on the first device when none is named.

    Raises:
        NotAvailable: It cannot be called, or the account has no right to dial.
    """
    check_right(contact.pbx, Right.DIAL)
    check_callable(contact)
    check_free_for(contact.pbx, contact.number, name_of(contact))
    name = name_of(contact)
    try:
        to_key = _to_key(parse_stored(contact.number))
    except InvalidNumber as why:
        raise NotAvailable(f"{name}'s number {plain(contact.number, 40)!r} is not dialled: {why}.") from why
    return Operation(
        lambda: _begun(contact.dial(device)),
        f"dialling {name}…",
        f"Your phone rings, then {name}'s.{to_key}",
    )


def check_callable(contact: Contact) -> None:
    """Make sure that a contact can be called.

    Raises:
        NotAvailable: It cannot.
    """
    if not contact.can_call:
        reason = "has no number" if not contact.number else "cannot be called from this account"
        raise NotAvailable(f"{name_of(contact)} {reason}.")


def check_free_for(pbx: Client, number: str, name: str) -> None:
    """Make sure that no call of the operator stands in the way of a new one.

    Args:
        pbx: Where the calls are.
        number: What would be dialled.
        name: How its owner is called in a sentence.

    Raises:
        NotAvailable: A call is being made, or one with the same number is there already.
    """
    calls = own_calls(pbx.calls.values_by_key)
    if (dialled := being_dialled(calls)) is not None:
        raise NotAvailable(f"You are calling {other_of(dialled)}: hang up before you call somebody else.")
    if (call := call_with(calls, number)) is not None:
        raise NotAvailable(_ALREADY.get(call.state, "You have a call with {name} already.").format(name=name))


_ALREADY = {
    CallState.UP: "You are talking to {name}.",
    CallState.RING: "{name} is calling you: answer that call.",
    CallState.HOLD: "{name} is on hold: take that call back.",
}
"""What is said of a call with somebody whom one wants to dial, by its state."""


def devices_of(pbx: Client) -> list[Device]:
    """Return the operator's devices, the default first.

    Raises:
        NotAvailable: There is none, or the account has no right to dial.
    """
    devices = list(pbx.devices)
    if not devices:
        raise NotAvailable(
            "Your account has no device to dial on. The administrator names them in the site file."
        )
    return devices


def dial_number(pbx: Client, number: str, on: DeviceName | None = None) -> Operation:
    """Dial a number, on the first device where none is named.

    Raises:
        NotAvailable: There is no device, it is no number, or the account has no right to dial.
    """
    check_right(pbx, Right.DIAL)
    devices = devices_of(pbx)
    try:
        to_key = _to_key(parse_typed(number))
    except InvalidNumber as why:
        raise NotAvailable(f"{plain(number, 40)!r} is no number: {why}.") from why
    check_free_for(pbx, number, plain(number, 40))
    device = next((device for device in devices if device.name == on), devices[0])
    return Operation(
        lambda: _begun(device.dial(number)),
        f"dialling {number}…",
        f"Your phone rings, then {number}.{to_key}",
    )


def _to_key(number: Number) -> str:
    """Return what to key after a number has answered, as a sentence; nothing as a rule."""
    return f" Key {number.tones} when it answers." if number.tones else ""


def answer(pbx: Client, uid: CallUid | None = None) -> Operation:
    """Answer what rings longest, else pick up the own phone to dial, else take back what is held.

    Args:
        pbx: Where.
        uid: The call, where one is named.

    Raises:
        NotAvailable: There is no such call, or the account has no right to dial.
    """
    check_right(pbx, Right.DIAL)
    call = _meant(pbx, to_answer, uid)
    if call is None:
        raise NotAvailable("No call is ringing or on hold.")
    other = other_of(call)
    done = (
        f"Your phone is up, {other} is called." if call.state is CallState.DIAL else f"You talk to {other}."
    )
    return Operation(call.talk, f"answering {other}…", done)


def hold(pbx: Client, uid: CallUid | None = None) -> Operation:
    """Hold the call, or take it back.

    Args:
        pbx: Where.
        uid: The call, where one is named.

    Raises:
        NotAvailable: There is none, or the account has no right to dial.
    """
    check_right(pbx, Right.DIAL)
    call = _meant(pbx, to_hold, uid)
    if call is None:
        raise NotAvailable("There is no call to hold.")
    other = other_of(call)
    if call.state is CallState.UP:
        return Operation(call.hold, f"holding {other}…", f"{other} is held.")
    return Operation(call.talk, f"taking back {other}…", f"You talk to {other}.")


def hang_up(pbx: Client, uid: CallUid | None = None) -> Operation:
    """Hang up: the call one talks on, else what is dialled, rings or is held.

    Args:
        pbx: Where.
        uid: The call, where one is named.

    Raises:
        NotAvailable: There is none, or the account has no right to dial.
    """
    check_right(pbx, Right.DIAL)
    call = _meant(pbx, to_hang_up, uid)
    if call is None:
        raise NotAvailable("There is no call to hang up.")
    other = other_of(call)
    return Operation(call.hangup, f"hanging up on {other}…", f"The call with {other} is over.")


def hang_up_contact(pbx: Client, contact: Contact) -> Operation:
    """Hang up the call of a contact, which is not the operator's, after a question.

    Raises:
        NotAvailable: The right is lacking, or there is no call.
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


async def _begun(dialling: Awaitable[Call]) -> Call:
    """Wait until a call has begun: its end may be told before. Returns the call.

    Raises:
        CallFailed: It is over already.
    """
    call = await dialling
    if call.state is CallState.DEAD and (sentence := failed_sentence(call.value)):
        raise CallFailed(sentence)
    return call


def _meant(pbx: Client, meant: Meant, uid: CallUid | None) -> Call | None:
    """Return the call that is meant, among all or only the one that is named."""
    calls = [call for call in own_calls(pbx.calls.values_by_key) if uid is None or call.uid == uid]
    chosen = meant(calls)
    return pbx.calls.get(chosen.uid) if chosen is not None else None
