"""Converts Asterisk's presence states, the ``CustomPresence`` of an extension. Pure.

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
"""Asterisk's states of a person who is present; ``unavailable`` and ``not_set`` are not."""

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
"""The meaning of each character after a backslash (main/utils.c, ast_escape)."""

_ESCAPED = re.compile(r"\\(.)")

SHOWN = {Show.ONLINE: "available", Show.AWAY: "away", Show.DND: "dnd", Show.OFFLINE: "unavailable"}


def read_presence(packet: Packet, now: float) -> State | None:
    """Return the state of a ``PresenceStateChange``; None where the person is absent.

    Args:
        packet: The event.
        now: Epoch seconds.
    """
    word = WORDS.get(packet.get("Status", ""))
    return State(word, unescaped(packet.get("Message", "")), since=now) if word is not None else None


def unescaped(text: str) -> str:
    """Return a text without Asterisk's C escapes, as the message of ``PresenceStateChange`` has them."""
    return _ESCAPED.sub(lambda match: ESCAPES.get(match[1], match[0]), text)


def presence_value(show: Show, status: str) -> str:
    """Return the value to set PRESENCE_STATE to. The text is base64, which protects its commas."""
    word = SHOWN[show]
    return f"{word},,{base64.b64encode(status.encode()).decode()},e" if status else word
