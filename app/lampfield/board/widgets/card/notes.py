"""The keys of a note, and the known tags. Pure."""

from collections.abc import Iterable

from lampfield.frontend.search.groups import Group, Kind
from lampfield.model.contact import Contact


def keys_of(contact: Contact) -> tuple[str, ...]:
    """Return the names that identify a contact on any hub, the most reliable first."""
    names = (("chat", contact.chat_id), ("user", contact.uname), ("number", contact.number))
    return tuple(f"{kind}:{name.casefold()}" for kind, name in names if name)


def known_tags(groups: Iterable[Group]) -> list[str]:
    """Return the tags among the groups, sorted by name."""
    return sorted((group.name for group in groups if group.kind is Kind.TAG), key=str.casefold)
