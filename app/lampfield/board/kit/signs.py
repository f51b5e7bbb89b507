"""The signs of phone and presence: word, glyph and colour."""

from typing import NamedTuple

from lampfield.frontend.wording import is_hidden_by_block, is_presence_known
from lampfield.model.contact import Contact
from lampfield.model.lamp import Lamp
from lampfield.model.relationship import Relationship
from lampfield.model.show import Show


class Sign(NamedTuple):
    """One state on the screen. Word, glyph and colour each identify it alone."""

    word: str
    glyph: str
    """One cell wide."""
    ascii: str
    """Replaces the glyph on an ASCII terminal."""
    variable: str
    """The theme variable of its colour."""


LAMP_SIGNS: dict[Lamp, Sign] = {
    Lamp.AVAILABLE: Sign("FREE", "○", "o", "lamp-free"),
    Lamp.ON_CALL: Sign("ON CALL", "●", "@", "lamp-busy"),
    Lamp.RINGING: Sign("RINGING", "◎", "!", "lamp-ringing"),
    Lamp.ON_CALL_RINGING: Sign("CALL+RING", "◉", "%", "lamp-both"),
    Lamp.UNKNOWN: Sign("UNKNOWN", "?", "?", "lamp-unknown"),
}

SHOW_SIGNS: dict[Show, Sign] = {
    Show.ONLINE: Sign("online", "▌", "|", "show-online"),
    Show.AWAY: Sign("away", "▚", "/", "show-away"),
    Show.DND: Sign("dnd", "█", "#", "show-dnd"),
    Show.OFFLINE: Sign("offline", "▏", ".", "show-offline"),
}

NOT_TOLD = Sign("", "▏", ".", "show-offline")
"""For a contact whose presence cannot be known: *offline* would be a claim that no server made."""

BLOCKED = Sign("blocked", "▏", ".", "show-offline")
"""For a contact that the operator blocks: the server sends no presence."""

RELATIONSHIP_SIGNS: dict[Relationship, Sign] = {
    Relationship.NONE: Sign("no relationship", "–", "-", "muted"),
    Relationship.ASKED: Sign("asked, waiting", "→", ">", "muted"),
    Relationship.ASKING: Sign("asks you", "+", "+", "warning"),
    Relationship.ONE_WAY: Sign("one way", "⇀", "~", "muted"),
    Relationship.MUTUAL: Sign("mutual", "⇄", "=", "muted"),
    Relationship.BLOCKED: Sign("blocked", "⊘", "x", "warning"),
}

WATCHED = Sign("watched", "⚑", "^", "warning")
"""For a contact whose next free moment triggers an alert."""


STALE_BAR = "┊"
"""Replaces the presence bar where it may be out of date."""

UNREAD = "»"
"""Stands before the number of unread messages. Not an emoji: some terminals draw those two cells wide."""

PLACE = "◇"
"""Stands before the state of a mailbox or a switch, which is not a phone."""

CALL = "▸"
"""Stands before an own call of the operator."""


def show_sign(contact: Contact) -> Sign:
    """Return the sign of a contact's presence; its word is empty if it cannot be known."""
    if is_hidden_by_block(contact):
        return BLOCKED
    return SHOW_SIGNS[contact.show] if is_presence_known(contact) else NOT_TOLD
