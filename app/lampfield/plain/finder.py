"""The search port of plain mode. The command line passes in the board's search."""

from collections.abc import Mapping
from typing import Protocol

from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId

Contacts = Mapping[ContactId, Contact]


class Finder(Protocol):
    """Searches contacts."""

    def found(self, query: str, contacts: Contacts) -> list[ContactId]:
        """Return the matches, best first; all contacts for an empty query."""

    def groups(self, contacts: Contacts) -> list[tuple[str, int]]:
        """Return the names of the groups, with the number of their contacts."""

    def members(self, group: str, contacts: Contacts) -> list[ContactId]:
        """Return the contacts of a group."""

    def number(self, query: str) -> str:
        """Return the number that a query consists of; empty if it is not a number."""

    def folded(self, text: str) -> str:
        """Return a text normalized for comparison, without case and accents."""
