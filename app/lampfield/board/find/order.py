"""The order of the tiles: by name, so that it is the same today and tomorrow. Pure."""

import re

from lampfield.board.find.folding import folded
from lampfield.model.contact import Contact

_SIGNS = re.compile(r"[\W_]+")
"""All that is neither letter nor digit."""

_NAMELESS = "\U0010ffff"
"""After every name."""


def sort_key(contact: Contact) -> str:
    """Return what the contacts are sorted by: name, number, ``cid``. Neither lamp nor show moves a tile.

    One text in place of a tuple: it is compared faster. The parts are parted by what is less than anything in
    them, so that the texts compare as the tuples would.
    """
    name = _SIGNS.sub("", folded(contact.name or contact.uname))
    return f"{name or _NAMELESS}\0{contact.number}\0{contact.cid:016x}"


def same_place(one: Contact, other: Contact) -> bool:
    """Say whether two states of a contact have the same place and groups, and are found by the same."""
    return (
        one.name == other.name
        and one.number == other.number
        and one.company_name == other.company_name
        and one.tags == other.tags
        and one.uname == other.uname
        and one.email == other.email
        and one.chat_id == other.chat_id
    )
