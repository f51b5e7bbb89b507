"""Asterisk's presence states: its ``CustomPresence`` of an extension as one of its states. Pure.

Source: Asterisk documentation, "Presence State" and the function PRESENCE_STATE.
"""

import base64

from lampfield.model.show import Show, State
from lampfield.sources.asterisk.ami_packet import Packet

WORDS = {
    "available": "available",
    "chat": "chat",
    "away": "away",
    "xa": "xa",
    "dnd": "dnd",
}
"""Asterisk's words that say that somebody is there; ``unavailable`` and ``not_set`` do not."""

SHOWN = {Show.ONLINE: "available", Show.AWAY: "away", Show.DND: "dnd", Show.OFFLINE: "unavailable"}


def read_presence(packet: Packet, now: float) -> State | None:
    """Return the state of a ``PresenceStateChange``; None when nobody is there.

    Args:
        packet: The event.
        now: Epoch seconds.
    """
    word = WORDS.get(packet.get("Status", ""))
    return State(word, packet.get("Message", ""), since=now) if word is not None else None


def presence_value(show: Show, status: str) -> str:
    """Return what PRESENCE_STATE is set to. The text goes as base64: a comma in it parts nothing."""
    word = SHOWN[show]
    return f"{word},,{base64.b64encode(status.encode()).decode()},e" if status else word
