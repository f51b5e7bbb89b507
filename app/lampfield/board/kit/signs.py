"""The signs of lamp and show: what each is called, drawn with, and coloured by."""

from typing import NamedTuple

from lampfield.frontend.wording import is_hidden_by_block, is_presence_told
from lampfield.model.contact import Contact
from lampfield.model.lamp import Lamp
from lampfield.model.relationship import Relationship
from lampfield.model.show import Show


class Sign(NamedTuple):
    """One state on the screen. Word, glyph and colour each tell it alone."""

    word: str
    glyph: str
    """One cell wide."""
    ascii: str
    """What stands for the glyph where only ASCII is drawn."""
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
"""For a contact of whom no presence can be known: *offline* would claim what nobody told."""

BLOCKED = Sign("blocked", "▏", ".", "show-offline")
"""For a contact whom the operator blocks: the server tells no presence of it."""

RELATIONSHIP_SIGNS: dict[Relationship, Sign] = {
    Relationship.NONE: Sign("no relationship", "–", "-", "muted"),
    Relationship.ASKED: Sign("asked, waiting", "→", ">", "muted"),
    Relationship.ASKING: Sign("asks you", "+", "+", "warning"),
    Relationship.ONE_WAY: Sign("one way", "⇀", "~", "muted"),
    Relationship.MUTUAL: Sign("mutual", "⇄", "=", "muted"),
    Relationship.BLOCKED: Sign("blocked", "⊘", "x", "warning"),
}

WATCHED = Sign("watched", "⚑", "^", "warning")
"""For a contact of whom the operator is told when it is free."""


STALE_BAR = "┊"
"""Stands for the bar of a show that may no longer be true."""

UNREAD = "»"
"""Stands before the number of unread messages. It is no emoji: to some terminals those are two cells wide."""

PLACE = "◇"
"""Stands before what a mailbox or a switch says: it is no lamp."""

CALL = "▸"
"""Stands before a call of the operator's own."""


def show_sign(contact: Contact) -> Sign:
    """Return the sign of a contact's chat presence; its word is empty where none can be known."""
    if is_hidden_by_block(contact):
        return BLOCKED
    return SHOW_SIGNS[contact.show] if is_presence_told(contact) else NOT_TOLD
