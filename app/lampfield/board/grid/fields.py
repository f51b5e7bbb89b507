"""The fields of a tile: what it says besides name, lamp and show. Pure."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from lampfield.config.settings import USUAL_FIELDS, TileField
from lampfield.model.contact import Contact


class TileFields(NamedTuple):
    """Where each chosen field stands."""

    upper: TileField
    """The corner beside the name."""
    lower: TileField
    """The corner below; while the contact talks, how long it has."""
    line: tuple[TileField, ...]
    """The first of these that says something stands in the last line."""
    public: bool = False
    """Everybody looks: with whom the contact talks, and what it asks of the operator, is left out."""


_NOT_PRIVATE = (TileField.NUMBER, TileField.AGE, TileField.COMPANY, TileField.TAGS)
"""What anybody who walks past may read: nothing that somebody wrote, and no address to write to."""

_TEXTS: dict[TileField, Callable[[Contact], str]] = {
    TileField.NUMBER: lambda contact: contact.number,
    TileField.STATUS: lambda contact: contact.status,
    TileField.COMPANY: lambda contact: contact.company_name,
    TileField.TAGS: lambda contact: ", ".join(contact.tags or ()),
    TileField.UNAME: lambda contact: contact.uname,
    TileField.EMAIL: lambda contact: contact.email,
    TileField.AGE: lambda _: "",
    TileField.NOTHING: lambda _: "",
}


def text_of(field: TileField, contact: Contact) -> str:
    """Return what a field says; nothing for an age, which depends on the time."""
    return _TEXTS[field](contact)


def first_of(fields: Sequence[TileField], contact: Contact) -> str:
    """Return what the first of some fields says that says anything."""
    for field in fields:
        if text := _TEXTS[field](contact):
            return text
    return ""


def tile_fields(chosen: Sequence[TileField], *, public: bool = False) -> TileFields:
    """Return where chosen fields stand.

    Args:
        chosen: Upper corner, lower corner, then the line's; what is left out stays empty.
        public: Everybody can see the board: what is private is left out.
    """
    shown = [field if field in _NOT_PRIVATE or not public else TileField.NOTHING for field in chosen]
    upper, lower, *line = *shown, *(TileField.NOTHING,) * (2 - len(shown))
    return TileFields(upper, lower, tuple(line), public=public)


USUAL = tile_fields(USUAL_FIELDS)
"""Those of a board of which nothing is said."""
