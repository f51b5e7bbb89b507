"""Checks a phone state against Asterisk's own state of the extension. Pure.

A phone shown as free while Asterisk reports it ringing or in use is wrong, whichever bug of ours causes it:
it is shown as unknown, with the reason. Source: Asterisk's include/asterisk/pbx.h, ``ast_extension_states``.
"""

from collections.abc import Iterable, Mapping

from lampfield.sources.asterisk.ami import Packet
from lampfield.sources.asterisk.device_state import SWITCHED_ON
from lampfield.sources.asterisk.hint import Hint

IN_USE, BUSY, RINGING, ON_HOLD = 1, 2, 8, 16
"""Bits of an extension's status that mean not free. 0 is idle, 4 unavailable, negative: no hint."""

WORDS = {IN_USE: "in use", BUSY: "busy", RINGING: "ringing", ON_HOLD: "on hold"}


def read_statuses(packets: Iterable[Packet], hints: Mapping[str, Hint]) -> dict[str, int]:
    """Return the statuses of the extensions with the given hints, from ``ExtensionStatus`` packets."""
    statuses: dict[str, int] = {}
    for packet in packets:
        exten = packet.get("Exten", "")
        hint = hints.get(exten)
        if hint is not None and packet.get("Context") == hint.context:
            statuses[exten] = read_status(packet)
    return statuses


def read_status(packet: Packet) -> int:
    """Return the status of a packet; 0, which contradicts nothing, where it cannot be parsed."""
    try:
        return int(packet.get("Status", ""))
    except ValueError:
        return 0


def not_free(status: int) -> tuple[str, ...]:
    """Return the parts of a status that mean not free, in words."""
    return tuple(word for bit, word in WORDS.items() if status > 0 and status & bit)


def contradicts_free(status: int, hint: Hint, states: Mapping[str, str]) -> str:
    """Return Asterisk's state of an extension whose devices are free; empty where the two agree.

    A do-not-disturb device that is on makes the extension busy, though the phone is free.
    """
    words = not_free(status)
    is_quiet = any(states.get(device) in SWITCHED_ON for device in hint.do_not_disturb)
    return "" if is_quiet and not status & RINGING else " and ".join(words)
