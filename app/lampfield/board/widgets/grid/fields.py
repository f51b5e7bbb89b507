"""The fields of a tile: what it shows besides name, phone and presence. Pure."""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import NamedTuple

from lampfield.config.settings import USUAL_FIELDS, TileField
from lampfield.model.contact import Contact

FieldReader = Callable[[Contact], str]
"""Returns a field of a contact."""


class TileFields(NamedTuple):
    """The places of the chosen fields."""

    upper: FieldReader | None
    """The upper corner; None: how long the phone state has lasted, which depends on the time."""
    lower: FieldReader | None
    """The lower corner; during a call, its duration."""
    line: tuple[FieldReader, ...]
    """The last line shows the first of these that is not empty."""
    public: bool = False
    """Whether the board is public: other parties of calls and requests to the operator are left out."""


_NOT_PRIVATE = (TileField.NUMBER, TileField.AGE, TileField.COMPANY, TileField.TAGS)
"""What any passer-by may read: no text that a contact wrote, and no address."""


def _tags(contact: Contact) -> str:
    return ", ".join(contact.tags or ())


def _nothing(_: Contact) -> str:
    return ""


_TELLERS: dict[TileField, FieldReader | None] = {
    TileField.NUMBER: attrgetter("number"),
    TileField.AGE: None,
    TileField.STATUS: attrgetter("status"),
    TileField.COMPANY: attrgetter("company_name"),
    TileField.TAGS: _tags,
    TileField.UNAME: attrgetter("uname"),
    TileField.EMAIL: attrgetter("email"),
    TileField.NOTHING: _nothing,
}


def first_of(line: Sequence[FieldReader], contact: Contact) -> str:
    """Return the first field of a line that is not empty."""
    for tell in line:
        if text := tell(contact):
            return text
    return ""


def tile_fields(chosen: Sequence[TileField], *, public: bool = False) -> TileFields:
    """Return the places of chosen fields.

    Args:
        chosen: Upper corner, lower corner, then the last line; missing ones stay empty.
        public: Whether the board is public: private fields are left out.
    """
    shown = [field if field in _NOT_PRIVATE or not public else TileField.NOTHING for field in chosen]
    upper, lower, *line = (_TELLERS[field] for field in (*shown, *(TileField.NOTHING,) * (2 - len(shown))))
    return TileFields(upper, lower, tuple(tell for tell in line if tell is not None), public)


USUAL = tile_fields(USUAL_FIELDS)
"""The default fields."""
