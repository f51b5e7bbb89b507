"""Asterisk's device states as lamps. Pure.

Source: Asterisk documentation, "Device State", and main/devicestate.c's words for the states.
"""

from collections.abc import Iterable, Mapping

from lampfield.model.lamp import Lamp, lamp_union
from lampfield.sources.asterisk.ami_packet import Packet

LAMPS = {
    "NOT_INUSE": Lamp.AVAILABLE,
    "INUSE": Lamp.ON_CALL,
    "BUSY": Lamp.ON_CALL,
    "ONHOLD": Lamp.ON_CALL,
    "RINGING": Lamp.RINGING,
    "RINGINUSE": Lamp.ON_CALL_RINGING,
}
"""The lamp of each state that says what a device does. Any other state is unknown, never free."""

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


def lamp_of_devices(devices: Iterable[str], states: Mapping[str, str]) -> Lamp:
    """Return the lamp of a contact: the union of its devices' (seed, ``blf``).

    The state that Asterisk gives a hint as a whole is not asked: with a do-not-disturb device beside the
    phone it reads idle for a phone that is not registered.
    """
    return lamp_union(lamp_of(states.get(device, "")) for device in devices)


def reason_of(devices: Iterable[str], states: Mapping[str, str]) -> str:
    """Return why the lamp of some devices is unknown."""
    first = next(iter(devices), "")
    if not first:
        return "The hint names no device."
    return REASONS.get(states.get(first, ""), f"Asterisk tells no state of {first}.")


def queue_states(summaries: Iterable[Packet]) -> dict[str, str]:
    """Return the states of queues by device, from AMI's ``QueueSummary``.

    A queue rings while somebody waits in it. Asterisk tells it with each caller, but does not know the
    state of a queue that nobody has called since it started: asked for it, it says that it is invalid.
    """
    return {
        QUEUE_DEVICE + packet.get("Queue", ""): "NOT_INUSE" if packet.get("Callers") == "0" else "RINGING"
        for packet in summaries
    }
