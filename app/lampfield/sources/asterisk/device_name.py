"""Normalizes device names as Asterisk compares them. Pure.

A device is a channel technology and a resource (``PJSIP/201``), or a kind and its object (``Queue:support``).
The case of the technology or the kind is irrelevant in a hint. Whether the case of the rest matters differs:
an endpoint of PJSIP is case-sensitive, a queue is not. Source: Asterisk's main/pbx.c (hints are matched by
``strcasecmp``), main/devicestate.c, the device state providers; tested with Asterisk 16 and 22.
"""

import re
from functools import lru_cache

from lampfield.sources.asterisk.ami import Packet

_PARTS = re.compile(r"(?P<start>[^/:]*)(?P<sign>[/:])(?P<rest>.*)", re.DOTALL)

_WORDS = {
    word.casefold(): word
    for word in (
        *("Local", "Console", "Motif", "Phone", "Skinny", "Surrogate", "Recorder"),
        *(
            "Custom",
            "CustomPresence",
            "Queue",
            "park",
            "MWI",
            "confbridge",
            "meetme",
            "Calendar",
            "Stasis",
            "Agent",
            "hint",
        ),
    )
}
"""The spelling of technologies and kinds that are not in capitals, as PJSIP is."""

_ANY_CASE = frozenset({"SIP", "Queue", "park", "confbridge", "meetme"})
"""Technologies and kinds whose rest is case-insensitive."""


@lru_cache(maxsize=4096)
def device_name(text: str) -> str:
    """Return the normalized name of a device."""
    parts = _PARTS.fullmatch(text.strip())
    if parts is None:
        return text.strip()
    start = _WORDS.get(parts["start"].casefold(), parts["start"].upper())
    rest = parts["rest"].lower() if start in _ANY_CASE else parts["rest"]
    return f"{start}{parts['sign']}{rest}"


def with_device_name(packet: Packet) -> Packet:
    """Return an event with its device's name normalized, if it has one."""
    device = packet.get("Device", "")
    name = device_name(device)
    return packet if name == device else {**packet, "Device": name}
