"""Asterisk's device states as lamps. Pure.

Source: Asterisk documentation, "Device State", and main/devicestate.c's words for the states.
"""

from collections.abc import Iterable, Mapping

from lampfield.model.lamp import Lamp, lamp_union

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
