"""Groups: the tabs over the grid. Pure."""

from collections import Counter
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


class Tally:
    """How many contacts each group has, kept up as they come and go."""

    def __init__(self) -> None:
        self._total = 0
        self._companies: Counter[str] = Counter()
        self._tags: Counter[str] = Counter()

    def count(self, contact: Contact, step: int = 1) -> None:
        """Count a contact in its groups; with a step of -1 take it out again, as it was counted."""
        self._total += step
        tags = contact.tags or ()
        for tag in tags if len(tags) < 2 else set(tags):
            _add(self._tags, tag, step)
        if contact.company_name:
            _add(self._companies, contact.company_name, step)

    def groups(self) -> dict[Group, int]:
        """Return all groups with the number of their contacts: everybody, companies, tags, each by name.

        A single company is no group: it would hold everybody.
        """
        groups = {ALL: self._total}
        if len(self._companies) > 1:
            groups |= _sorted(Kind.COMPANY, self._companies)
        return groups | _sorted(Kind.TAG, self._tags)


def _add(counts: Counter[str], name: str, step: int) -> None:
    counts[name] += step
    if not counts[name]:
        del counts[name]


def _sorted(kind: Kind, counts: Counter[str]) -> dict[Group, int]:
    return {Group(kind, name): counts[name] for name in sorted(counts, key=lambda name: (folded(name), name))}
