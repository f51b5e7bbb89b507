"""How people are found: a port. Whoever opens plain mode gives it the same finding that the board has."""

from collections.abc import Mapping
from typing import Protocol

from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId

Contacts = Mapping[ContactId, Contact]


class Finder(Protocol):
    """Finds people among those there are."""

    def found(self, query: str, contacts: Contacts) -> list[ContactId]:
        """Return who matches, the best first; everybody for an empty query."""

    def groups(self, contacts: Contacts) -> list[tuple[str, int]]:
        """Return the groups by name, with how many are in each."""

    def members(self, group: str, contacts: Contacts) -> list[ContactId]:
        """Return who is in a group."""

    def number(self, query: str) -> str:
        """Return the number to dial that a query is; empty when it is none."""

    def folded(self, text: str) -> str:
        """Return a text as it is compared: without case and accents."""
