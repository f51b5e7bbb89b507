"""The tables of the signs on a tile, made from the code."""

from collections.abc import Mapping
from typing import TypeVar

from lampfield.board.kit.signs import LAMP_SIGNS, RELATIONSHIP_SIGNS, SHOW_SIGNS, Sign
from lampfield.model.lamp import Lamp
from lampfield.model.relationship import Relationship
from lampfield.model.show import Show
from tests.pages.tables import code, table

State = TypeVar("State", Lamp, Show, Relationship)

LAMPS = {
    Lamp.AVAILABLE: "the phone is registered and idle",
    Lamp.ON_CALL: "on a call",
    Lamp.RINGING: "being called",
    Lamp.ON_CALL_RINGING: "on a call, and being called on another line",
    Lamp.UNKNOWN: "not registered, not monitored, or the link is down; the card gives the reason",
}
SHOWS = {
    Show.ONLINE: "can be reached by chat",
    Show.AWAY: "logged in, but away",
    Show.DND: "do not disturb",
    Show.OFFLINE: "not logged in; no word at all: nobody can know, as without a relationship",
}
RELATIONSHIPS = {
    Relationship.NONE: "neither sees the other's presence",
    Relationship.ASKED: "you sent a request and wait for the answer",
    Relationship.ASKING: "sent you a request; `a` accepts, `x` refuses",
    Relationship.ONE_WAY: "one of you sees the other's presence",
    Relationship.MUTUAL: "both see each other's presence",
    Relationship.BLOCKED: "you block this contact",
}


def sign_tables() -> str:
    """Return a table each for phone, presence and relationship."""
    return "\n\n".join(
        [
            _table("phone", LAMP_SIGNS, LAMPS),
            _table("presence", SHOW_SIGNS, SHOWS),
            _table("relationship", RELATIONSHIP_SIGNS, RELATIONSHIPS),
        ]
    )


def _table(head: str, signs: Mapping[State, Sign], said: Mapping[State, str]) -> str:
    rows = [(f"**{it.word}**", code(it.glyph), code(it.ascii), said[state]) for state, it in signs.items()]
    return table((head, "sign", "in ASCII", "means"), rows)
