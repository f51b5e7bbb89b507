"""Maps Asterisk's device states to phone states. Pure.

Source: Asterisk documentation, "Device State", and the names of the states in main/devicestate.c.
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
"""The lamp of each state that describes what a device does. Any other state is unknown, never free."""

SWITCHED_ON = frozenset({"BUSY", "INUSE", "ONHOLD", "RINGING", "RINGINUSE"})
"""States of a switch or do-not-disturb that is on, or of a mailbox with new messages."""

SWITCHED_OFF = frozenset({"NOT_INUSE", "UNAVAILABLE", "UNKNOWN"})
"""FreePBX writes UNAVAILABLE where do-not-disturb is off; UNKNOWN is a switch that was never set."""

NO_PHONE = {MAILBOX: no_phone.MAILBOX, SWITCH: no_phone.SWITCH}
"""The reason why such a place has no lamp."""

ON_HOLD = "ONHOLD"
"""The state of the device that was *put* on hold, not of the one that holds."""

QUEUE_DEVICE = "Queue:"
"""Prefix of a queue's device; its name follows."""

REASONS = {
    "UNAVAILABLE": "The phone is not registered.",
    "INVALID": "Asterisk knows no such device.",
    "UNKNOWN": "Asterisk does not know the state of the device.",
}


def lamp_of(state: str) -> Lamp:
    """Return the lamp of a device state."""
    return LAMPS.get(state, Lamp.UNKNOWN)


def lamp_of_hint(hint: Hint, states: Mapping[str, str]) -> Lamp:
    """Return the lamp of an extension: the union of its devices' lamps (the IPCortex API's ``blf``).

    Asterisk's own state of a hint is not used: with a do-not-disturb device beside the phone it is idle for
    an unregistered phone. A parking lot is free while one of its slots is; a mailbox or a switch has no lamp.
    """
    kind = place_kind(hint)
    lamps = [lamp_of(states.get(device, "")) for device in hint.devices]
    if kind in NO_PHONE:
        return Lamp.UNKNOWN
    if kind == PARKING and Lamp.AVAILABLE in lamps:
        return Lamp.AVAILABLE
    return lamp_union(lamps)


def place_labels(hint: Hint, states: Mapping[str, str]) -> tuple[str, ...]:
    """Return the state of a mailbox or a switch in words; empty for any other extension."""
    kind, known = place_kind(hint), [states.get(device, "") for device in hint.devices]
    is_on = any(state in SWITCHED_ON for state in known)
    if kind == MAILBOX:
        is_empty = "NOT_INUSE" in known
        return ("messages waiting",) if is_on else ("no messages",) if is_empty else ()
    if kind != SWITCH or not (is_on or any(state in SWITCHED_OFF for state in known)):
        return ()
    return ("on",) if is_on else ("off",)


def reason_of(hint: Hint, states: Mapping[str, str]) -> str:
    """Return why the lamp of an extension is unknown."""
    kind, first = place_kind(hint), next(iter(hint.devices), "")
    if kind in NO_PHONE:
        return NO_PHONE[kind]
    if not first:
        return (
            "The hint names no device."
            if hint.is_written
            else "The dial plan has no hint for this extension."
        )
    return REASONS.get(states.get(first, ""), f"Asterisk reports no state of {first}.")


def queue_states(summaries: Iterable[Packet]) -> dict[str, str]:
    """Return the states of queues by device, from AMI's ``QueueSummary``.

    A queue rings while a caller waits in it. Asterisk emits that with each caller, but reports a queue that
    had no call since its start as invalid.
    """
    return {
        device_name(QUEUE_DEVICE + it.get("Queue", "")): "NOT_INUSE"
        if it.get("Callers") == "0"
        else "RINGING"
        for it in summaries
    }
