"""Groups: the tabs over the grid. Pure."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from lampfield.board.find.matching import folded
from lampfield.model.contact import Contact


class Kind(StrEnum):
    """What holds a group together."""

    ALL = "all"
    COMPANY = "company"
    TAG = "tag"


class Group(NamedTuple):
    """A group of contacts."""

    kind: Kind
    name: str

    def holds(self, contact: Contact) -> bool:
        """Say whether a contact is in the group."""
        match self.kind:
            case Kind.COMPANY:
                return contact.company_name == self.name
            case Kind.TAG:
                return self.name in (contact.tags or ())
            case _:
                return True


ALL = Group(Kind.ALL, "All")


def groups_of(contacts: Iterable[Contact]) -> dict[Group, int]:
    """Return all groups with the number of their contacts: everybody, companies, tags, each by name.

    A single company is no group: it would hold everybody.
    """
    companies: Counter[str] = Counter()
    tags: Counter[str] = Counter()
    total = 0
    for contact in contacts:
        total += 1
        tags.update(set(contact.tags or ()))
        if contact.company_name:
            companies[contact.company_name] += 1
    groups = {ALL: total}
    if len(companies) > 1:
        groups |= _sorted(Kind.COMPANY, companies)
    return groups | _sorted(Kind.TAG, tags)


def _sorted(kind: Kind, counts: Counter[str]) -> dict[Group, int]:
    return {Group(kind, name): counts[name] for name in sorted(counts, key=lambda name: (folded(name), name))}
