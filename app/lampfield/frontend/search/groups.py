"""Groups of contacts: the tabs above the grid."""

from collections import Counter
from enum import StrEnum
from typing import NamedTuple

from lampfield.frontend.search.conditions import LABELS, State
from lampfield.frontend.search.query import signed
from lampfield.frontend.search.text import SOURCES, folded, source_of
from lampfield.model.contact import Contact


class Kind(StrEnum):
    """What the contacts of a group have in common."""

    ALL = "all"
    STATE = "state"
    """Their current state."""
    SAVED = "saved"
    """They match a saved search."""
    COMPANY = "company"
    TAG = "tag"
    SOURCE = "source"


class Group(NamedTuple):
    """A group of contacts."""

    kind: Kind
    name: str

    @property
    def label(self) -> str:
        """The label of its tab."""
        return LABELS[State(self.name)] if self.kind is Kind.STATE else self.name

    @property
    def query(self) -> str:
        """The query for its contacts; empty for all contacts and for a saved search."""
        match self.kind:
            case Kind.ALL | Kind.SAVED:
                return ""
            case Kind.STATE:
                return f"is:{self.name}"
            case kind:
                return signed(kind, self.name)

    def holds(self, contact: Contact) -> bool:
        """Return whether a contact is in a group by company, tag or source; true for other groups."""
        match self.kind:
            case Kind.COMPANY:
                return contact.company_name == self.name
            case Kind.TAG:
                return self.name in (contact.tags or ())
            case Kind.SOURCE:
                return source_of(contact) == self.name
            case _:
                return True


ALL = Group(Kind.ALL, "All")
FAVOURITES = Group(Kind.STATE, State.FAVOURITE)


class Tally:
    """Counts the contacts of each group incrementally."""

    def __init__(self) -> None:
        self._total = 0
        self._companies: Counter[str] = Counter()
        self._tags: Counter[str] = Counter()
        self._sources: Counter[str] = Counter()

    def count(self, contact: Contact, step: int = 1) -> None:
        """Add a contact to the counts of its groups; with a step of -1, subtract it."""
        self._total += step
        tags = contact.tags or ()
        for tag in tags if len(tags) < 2 else set(tags):
            _add(self._tags, tag, step)
        if contact.company_name:
            _add(self._companies, contact.company_name, step)
        _add(self._sources, source_of(contact), step)

    def groups(self) -> dict[Group, int]:
        """Return all groups with the number of their contacts: all, companies, tags, sources.

        A single company or source is left out: it would be the same as all.
        """
        groups = {ALL: self._total}
        if len(self._companies) > 1:
            groups |= _sorted(Kind.COMPANY, self._companies)
        groups |= _sorted(Kind.TAG, self._tags)
        if len(self._sources) > 1:
            groups |= {Group(Kind.SOURCE, it): self._sources[it] for it in SOURCES if self._sources[it]}
        return groups


def _add(counts: Counter[str], name: str, step: int) -> None:
    counts[name] += step
    if not counts[name]:
        del counts[name]


def _sorted(kind: Kind, counts: Counter[str]) -> dict[Group, int]:
    return {Group(kind, name): counts[name] for name in sorted(counts, key=lambda name: (folded(name), name))}
