"""What one does with phones: dial, answer, hold, hang up."""

from collections.abc import Awaitable

from lampfield.deeds.deed import Deed, Impossible
from lampfield.feed.call import Call
from lampfield.feed.contact import Contact
from lampfield.feed.device import Device
from lampfield.feed.errors import LampfieldError
from lampfield.feed.pbx import PBX
from lampfield.model.account import Right
from lampfield.model.call import CallState, own_calls
from lampfield.model.identity import DeviceName
from lampfield.model.lamp import Lamp
from lampfield.words.ended import failed_sentence
from lampfield.words.names import name_of, other_of, with_party

_HANG_UP_ORDER = (CallState.UP, CallState.DIAL, CallState.RING, CallState.HOLD)


class CallFailed(LampfieldError):
    """A call came to nothing before it was known that it had begun."""


def dial(contact: Contact, device: DeviceName | None = None) -> Deed:
    """Dial a contact; on the first device when none is named.

    Raises:
        Impossible: It cannot be called.
    """
    check_callable(contact)
    name = name_of(contact)
    return Deed(
        lambda: _begun(contact.dial(device)), f"dialling {name}…", f"Your phone rings, then {name}'s."
    )


def check_callable(contact: Contact) -> None:
    """Make sure that a contact can be called.

    Raises:
        Impossible: It cannot.
    """
    if not contact.can_call:
        reason = "has no number" if not contact.number else "cannot be called from this account"
        raise Impossible(f"{name_of(contact)} {reason}.")


def devices_of(pbx: PBX) -> list[Device]:
    """Return the operator's devices, the default first.

    Raises:
        Impossible: There is none.
    """
    devices = list(pbx.devices)
    if not devices:
        raise Impossible(
            "Your account has no device to dial on. The administrator names them in the site file."
        )
    return devices


def dial_number(pbx: PBX, number: str) -> Deed:
    """Dial a number on the first device.

    Raises:
        Impossible: There is no device.
    """
    device = devices_of(pbx)[0]
    return Deed(
        lambda: _begun(device.dial(number)), f"dialling {number}…", f"Your phone rings, then {number}."
    )


def answer(pbx: PBX) -> Deed:
    """Answer what rings longest, else pick up the own phone to dial, else take back what is held.

    Raises:
        Impossible: There is no such call.
    """
    calls = _calls(pbx)
    ringing = next((it for it in calls if it.value.rings_in), None)
    dialling = next((it for it in calls if it.state is CallState.DIAL and it.value.has("answer")), None)
    call = ringing or dialling or _first(calls, CallState.HOLD)
    if call is None:
        raise Impossible("No call rings and none is held.")
    other = other_of(call)
    done = f"Your phone is up, {other} is called." if call is dialling else f"You talk to {other}."
    return Deed(call.talk, f"answering {other}…", done)


def hold(pbx: PBX) -> Deed:
    """Hold the call, or take it back.

    Raises:
        Impossible: There is none.
    """
    calls = _calls(pbx)
    if (call := _first(calls, CallState.UP)) is not None:
        return Deed(call.hold, f"holding {other_of(call)}…", f"{other_of(call)} is held.")
    if (call := _first(calls, CallState.HOLD)) is not None:
        return Deed(call.talk, f"taking back {other_of(call)}…", f"You talk to {other_of(call)}.")
    raise Impossible("There is no call to hold.")


def hang_up(pbx: PBX) -> Deed:
    """Hang up: the call one talks on, else what is dialled, rings or is held.

    Raises:
        Impossible: There is none.
    """
    calls = _calls(pbx)
    call = next((found for state in _HANG_UP_ORDER if (found := _first(calls, state)) is not None), None)
    if call is None:
        raise Impossible("There is no call to hang up.")
    other = other_of(call)
    return Deed(call.hangup, f"hanging up on {other}…", f"The call with {other} is over.")


def end_other(pbx: PBX, contact: Contact) -> Deed:
    """Hang up the call of a contact, which is not the operator's, after a question.

    Raises:
        Impossible: The right is lacking, or there is no call.
    """
    name = name_of(contact)
    if pbx.me is None or Right.HANGUP not in pbx.me.rights:
        raise Impossible("Your account has no right to end other people's calls.")
    if contact.lamp in (Lamp.AVAILABLE, Lamp.UNKNOWN):
        raise Impossible(f"{name} is not on a call.")
    since = contact.party.since if contact.party is not None else None
    return Deed(
        lambda: contact.hangup(since),
        f"hanging up {name}'s call…",
        f"{name}'s call is over.",
        f"Hang up {name}'s call{with_party(contact.party)}? They are cut off.",
        "hang up",
    )


async def _begun(dialling: Awaitable[Call]) -> None:
    """Wait until a call has begun: its end may be told before.

    Raises:
        CallFailed: It is over already.
    """
    call = await dialling
    if call.state is CallState.DEAD and (sentence := failed_sentence(call.value)):
        raise CallFailed(sentence)


def _calls(pbx: PBX) -> list[Call]:
    return [pbx.calls[call.uid] for call in own_calls(pbx.calls.values_by_key)]


def _first(calls: list[Call], state: CallState) -> Call | None:
    return next((call for call in calls if call.state is state), None)
