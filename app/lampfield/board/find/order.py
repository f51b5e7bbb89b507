"""The order of the tiles: by name, so that it is the same today and tomorrow. Pure."""

from collections.abc import Callable, Iterable

from lampfield.board.find.matching import folded
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId


def ordered(contacts: Iterable[Contact], wanted: Callable[[Contact], bool]) -> list[ContactId]:
    """Return the contacts that are wanted, by name. Neither lamp nor show moves a tile."""
    return [contact.cid for contact in sorted(filter(wanted, contacts), key=_key)]


def placing(contact: Contact) -> tuple[object, ...]:
    """Return what decides a contact's place and groups: only when this changes is the order made anew."""
    return (contact.name, contact.number, contact.company_name, contact.tags, contact.uname, contact.email)


def _key(contact: Contact) -> tuple[bool, str, str, int]:
    name = "".join(filter(str.isalnum, folded(contact.name or contact.uname)))
    return (not name, name, contact.number, contact.cid)
