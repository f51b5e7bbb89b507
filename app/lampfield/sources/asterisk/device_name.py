"""Names of devices, compared as Asterisk compares them. Pure.

A device is a channel technology and a resource (``PJSIP/201``), or a kind of its own and what it is about
(``Queue:support``). A hint may write the technology or the kind in any case. Whether that is so of the
rest too is each one's own choice: an endpoint of PJSIP is looked up as it is written, a queue without
regard to case. Source: Asterisk's main/pbx.c (hints are matched by ``strcasecmp``), main/devicestate.c,
the device state providers; tried with Asterisk 16 and 22.
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
"""How technologies and kinds are written that are not in capitals, as PJSIP is."""

_ANY_CASE = frozenset({"SIP", "Queue", "park", "confbridge", "meetme"})
"""Technologies and kinds whose rest is compared without regard to case."""


@lru_cache(maxsize=4096)
def device_name(text: str) -> str:
    """Return the one name of a device that may be written in several ways."""
    parts = _PARTS.fullmatch(text.strip())
    if parts is None:
        return text.strip()
    start = _WORDS.get(parts["start"].casefold(), parts["start"].upper())
    rest = parts["rest"].lower() if start in _ANY_CASE else parts["rest"]
    return f"{start}{parts['sign']}{rest}"


def with_device_name(packet: Packet) -> Packet:
    """Return an event with the one name of its device, if it is about one."""
    device = packet.get("Device", "")
    name = device_name(device)
    return packet if name == device else {**packet, "Device": name}
