"""What a note is kept under, and which tags are known. Pure."""

from collections.abc import Iterable

from lampfield.frontend.search.groups import Group, Kind
from lampfield.model.contact import Contact


def keys_of(contact: Contact) -> tuple[str, ...]:
    """Return what a contact is called, whatever hub tells it: the surest name first."""
    names = (("chat", contact.chat_id), ("user", contact.uname), ("number", contact.number))
    return tuple(f"{kind}:{name.casefold()}" for kind, name in names if name)


def known_tags(groups: Iterable[Group]) -> list[str]:
    """Return the tags among the groups, by name."""
    return sorted((group.name for group in groups if group.kind is Kind.TAG), key=str.casefold)
