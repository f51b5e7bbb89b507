"""Asterisk's presence states: its ``CustomPresence`` of an extension as one of its states. Pure.

Source: Asterisk documentation, "Presence State" and the function PRESENCE_STATE.
"""

import base64
import re

from lampfield.model.show import Show, State
from lampfield.sources.asterisk.ami import Packet

WORDS = {
    "available": "available",
    "chat": "chat",
    "away": "away",
    "xa": "xa",
    "dnd": "dnd",
}
"""Asterisk's words that say that somebody is there; ``unavailable`` and ``not_set`` do not."""

ESCAPES = {
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
    **{sign: sign for sign in "\\'\"?"},
}
"""What follows a backslash, and what it means (main/utils.c, ast_escape)."""

_ESCAPED = re.compile(r"\\(.)")

SHOWN = {Show.ONLINE: "available", Show.AWAY: "away", Show.DND: "dnd", Show.OFFLINE: "unavailable"}


def read_presence(packet: Packet, now: float) -> State | None:
    """Return the state of a ``PresenceStateChange``; None when nobody is there.

    Args:
        packet: The event.
        now: Epoch seconds.
    """
    word = WORDS.get(packet.get("Status", ""))
    return State(word, unescaped(packet.get("Message", "")), since=now) if word is not None else None


def unescaped(text: str) -> str:
    """Return a text that Asterisk has escaped as in C: the message of ``PresenceStateChange`` is."""
    return _ESCAPED.sub(lambda match: ESCAPES.get(match[1], match[0]), text)


def presence_value(show: Show, status: str) -> str:
    """Return what PRESENCE_STATE is set to. The text goes as base64: a comma in it parts nothing."""
    word = SHOWN[show]
    return f"{word},,{base64.b64encode(status.encode()).decode()},e" if status else word
