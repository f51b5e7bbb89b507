"""Search for plain mode, with the same results as on the board."""

from lampfield.frontend.search.contact_view import ContactView
from lampfield.frontend.search.groups import ALL
from lampfield.frontend.search.text import folded, typed_number
from lampfield.model.identity import ContactId
from lampfield.plain.finder import Contacts


class BoardFinder:
    """Finds contacts with the board's search: same matches, order and groups."""

    def __init__(self) -> None:
        self._directory = ContactView()
        self._known: set[ContactId] = set()

    def found(self, query: str, contacts: Contacts) -> list[ContactId]:
        """Return the contacts that match; all for an empty query."""
        directory = self._updated(contacts)
        directory.query, directory.group = query, ALL
        directory.refresh(contacts)
        return directory.order

    def groups(self, contacts: Contacts) -> list[tuple[str, int]]:
        """Return the groups, each with its number of contacts."""
        directory = self._updated(contacts)
        directory.refresh(contacts)
        groups = directory.groups.items()
        return [(group.name, count) for group, count in groups if count is not None]

    def members(self, group: str, contacts: Contacts) -> list[ContactId]:
        """Return the contacts of a group."""
        directory = self._updated(contacts)
        directory.query = ""
        directory.group = next((it for it in directory.groups if it.name == group), ALL)
        directory.refresh(contacts)
        return directory.order

    def number(self, query: str) -> str:
        """Return the number to dial if a query is one, or an empty text."""
        return typed_number(query)

    def folded(self, text: str) -> str:
        """Return a text folded for comparison."""
        return folded(text)

    def _updated(self, contacts: Contacts) -> ContactView:
        """Update the view. It compares all contacts, but only once per command."""
        self._directory.note(contacts, contacts)
        self._directory.moved(contacts, contacts.keys() | self._known)
        self._known = set(contacts)
        return self._directory
