"""The board's finding for plain mode, which may not know the board."""

from lampfield.frontend.search.contact_view import ContactView
from lampfield.frontend.search.groups import ALL
from lampfield.frontend.search.text import folded, typed_number
from lampfield.model.identity import ContactId
from lampfield.plain.finder import Contacts


class BoardFinder:
    """Finds people as the board does, in the same order and the same groups."""

    def __init__(self) -> None:
        self._directory = ContactView()
        self._known: set[ContactId] = set()

    def found(self, query: str, contacts: Contacts) -> list[ContactId]:
        """Return who matches; everybody for an empty query."""
        directory = self._told(contacts)
        directory.query, directory.group = query, ALL
        directory.refresh(contacts)
        return directory.order

    def groups(self, contacts: Contacts) -> list[tuple[str, int]]:
        """Return the groups with how many are in each."""
        directory = self._told(contacts)
        directory.refresh(contacts)
        groups = directory.groups.items()
        return [(group.name, count) for group, count in groups if count is not None]

    def members(self, group: str, contacts: Contacts) -> list[ContactId]:
        """Return who is in a group."""
        directory = self._told(contacts)
        directory.query = ""
        directory.group = next((it for it in directory.groups if it.name == group), ALL)
        directory.refresh(contacts)
        return directory.order

    def number(self, query: str) -> str:
        """Return the number to dial that a query is."""
        return typed_number(query)

    def folded(self, text: str) -> str:
        """Return a text as it is compared."""
        return folded(text)

    def _told(self, contacts: Contacts) -> ContactView:
        """Tell the directory who changed since the last command. All are compared: once a command."""
        self._directory.note(contacts, contacts)
        self._directory.moved(contacts, contacts.keys() | self._known)
        self._known = set(contacts)
        return self._directory
