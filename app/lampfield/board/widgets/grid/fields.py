"""The fields of a tile: what it says besides name, lamp and show. Pure."""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import NamedTuple

from lampfield.config.settings import USUAL_FIELDS, TileField
from lampfield.model.contact import Contact

Teller = Callable[[Contact], str]
"""Tells a field of a contact."""


class TileFields(NamedTuple):
    """Where each chosen field stands."""

    upper: Teller | None
    """The corner beside the name; None: how long the lamp has been so, which depends on the time."""
    lower: Teller | None
    """The corner below; while the contact talks, how long it has."""
    line: tuple[Teller, ...]
    """The first of these that says something stands in the last line."""
    public: bool = False
    """Everybody looks: with whom the contact talks, and what it asks of the operator, is left out."""


_NOT_PRIVATE = (TileField.NUMBER, TileField.AGE, TileField.COMPANY, TileField.TAGS)
"""What anybody who walks past may read: nothing that somebody wrote, and no address to write to."""


def _tags(contact: Contact) -> str:
    return ", ".join(contact.tags or ())


def _nothing(_: Contact) -> str:
    return ""


_TELLERS: dict[TileField, Teller | None] = {
    TileField.NUMBER: attrgetter("number"),
    TileField.AGE: None,
    TileField.STATUS: attrgetter("status"),
    TileField.COMPANY: attrgetter("company_name"),
    TileField.TAGS: _tags,
    TileField.UNAME: attrgetter("uname"),
    TileField.EMAIL: attrgetter("email"),
    TileField.NOTHING: _nothing,
}


def first_of(line: Sequence[Teller], contact: Contact) -> str:
    """Return what the first field of a line says that says anything."""
    for tell in line:
        if text := tell(contact):
            return text
    return ""


def tile_fields(chosen: Sequence[TileField], *, public: bool = False) -> TileFields:
    """Return where chosen fields stand.

    Args:
        chosen: Upper corner, lower corner, then the line's; what is left out stays empty.
        public: Everybody can see the board: what is private is left out.
    """
    shown = [field if field in _NOT_PRIVATE or not public else TileField.NOTHING for field in chosen]
    upper, lower, *line = (_TELLERS[field] for field in (*shown, *(TileField.NOTHING,) * (2 - len(shown))))
    return TileFields(upper, lower, tuple(tell for tell in line if tell is not None), public)


USUAL = tile_fields(USUAL_FIELDS)
"""Those of a board of which nothing is said."""
