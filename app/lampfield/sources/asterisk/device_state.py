"""Asterisk's device states as lamps. Pure.

Source: Asterisk documentation, "Device State", and main/devicestate.c's words for the states.
"""

from collections.abc import Iterable, Mapping

from lampfield.model import no_phone
from lampfield.model.lamp import Lamp, lamp_union
from lampfield.sources.asterisk.ami import Packet
from lampfield.sources.asterisk.device_name import device_name
from lampfield.sources.asterisk.hint import MAILBOX, PARKING, SWITCH, Hint, place_kind

LAMPS = {
    "NOT_INUSE": Lamp.AVAILABLE,
    "INUSE": Lamp.ON_CALL,
    "BUSY": Lamp.ON_CALL,
    "ONHOLD": Lamp.ON_CALL,
    "RINGING": Lamp.RINGING,
    "RINGINUSE": Lamp.ON_CALL_RINGING,
}
"""The lamp of each state that says what a device does. Any other state is unknown, never free."""

SWITCHED_ON = frozenset({"BUSY", "INUSE", "ONHOLD", "RINGING", "RINGINUSE"})
"""States of a switch, of do-not-disturb or of a mailbox with new messages: it is on."""

SWITCHED_OFF = frozenset({"NOT_INUSE", "UNAVAILABLE", "UNKNOWN"})
"""FreePBX writes UNAVAILABLE where do-not-disturb is off; UNKNOWN is a switch that nobody has touched yet."""

NO_PHONE = {MAILBOX: no_phone.MAILBOX, SWITCH: no_phone.SWITCH}
"""Why there is no lamp of such a place."""

ON_HOLD = "ONHOLD"
"""Asterisk says it of the device that was *put* on hold, not of the one that holds."""

QUEUE_DEVICE = "Queue:"
"""How the device of a queue begins. Its name follows."""

REASONS = {
    "UNAVAILABLE": "The phone is not registered.",
    "INVALID": "Asterisk knows no such device.",
    "UNKNOWN": "Asterisk does not know the state of the device.",
}


def lamp_of(state: str) -> Lamp:
    """Return the lamp of a device state."""
    return LAMPS.get(state, Lamp.UNKNOWN)


def lamp_of_hint(hint: Hint, states: Mapping[str, str]) -> Lamp:
    """Return the lamp of an extension: the union of its devices' (seed, ``blf``).

    The state that Asterisk gives a hint as a whole is not asked: with a do-not-disturb device beside the
    phone it reads idle for a phone that is not registered. A parking lot is free while one of its slots is;
    a mailbox or a switch is never on a call.
    """
    kind = place_kind(hint)
    lamps = [lamp_of(states.get(device, "")) for device in hint.devices]
    if kind in NO_PHONE:
        return Lamp.UNKNOWN
    if kind == PARKING and Lamp.AVAILABLE in lamps:
        return Lamp.AVAILABLE
    return lamp_union(lamps)


def place_labels(hint: Hint, states: Mapping[str, str]) -> tuple[str, ...]:
    """Return what a mailbox or a switch says, where it is one: messages waiting, on or off."""
    kind, said = place_kind(hint), [states.get(device, "") for device in hint.devices]
    is_on = any(state in SWITCHED_ON for state in said)
    if kind == MAILBOX:
        is_empty = "NOT_INUSE" in said
        return ("messages waiting",) if is_on else ("no messages",) if is_empty else ()
    if kind != SWITCH or not (is_on or any(state in SWITCHED_OFF for state in said)):
        return ()
    return ("on",) if is_on else ("off",)


def reason_of(hint: Hint, states: Mapping[str, str]) -> str:
    """Return why the lamp of an extension is unknown."""
    kind, first = place_kind(hint), next(iter(hint.devices), "")
    if kind in NO_PHONE:
        return NO_PHONE[kind]
    if not first:
        return "The hint names no device." if hint.is_written else "The dial plan has no hint of it."
    return REASONS.get(states.get(first, ""), f"Asterisk tells no state of {first}.")


def queue_states(summaries: Iterable[Packet]) -> dict[str, str]:
    """Return the states of queues by device, from AMI's ``QueueSummary``.

    A queue rings while somebody waits in it. Asterisk tells it with each caller, but does not know the
    state of a queue that nobody has called since it started: asked for it, it says that it is invalid.
    """
    return {
        device_name(QUEUE_DEVICE + it.get("Queue", "")): "NOT_INUSE"
        if it.get("Callers") == "0"
        else "RINGING"
        for it in summaries
    }
