"""The watched contacts, whose phone and presence are announced."""

from collections.abc import Iterable, Mapping

from lampfield.frontend.resolve import comparable, names_of
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId


class Watched:
    """The contacts that the settings name, and those that the operator added or removed since.

    Args:
        names: Numbers, login names, addresses or whole names, case-insensitive.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names = frozenset(filter(None, map(comparable, names)))
        self._dropped: set[ContactId] = set()
        self.cids: set[ContactId] = set()
        """The watched contacts that exist."""

    def add(self, cid: ContactId) -> None:
        """Watch a contact from now on."""
        self.cids.add(cid)
        self._dropped.discard(cid)

    def drop(self, cid: ContactId) -> None:
        """Stop watching a contact, even if the settings name it."""
        self.cids.discard(cid)
        self._dropped.add(cid)

    def update(self, contacts: Mapping[ContactId, Contact], cids: Iterable[ContactId]) -> None:
        """Add those of the new or changed contacts that the settings name."""
        for cid in cids if self._names else ():
            contact = contacts.get(cid)
            if contact is not None and cid not in self._dropped and self._is_named(contact):
                self.cids.add(cid)

    def _is_named(self, contact: Contact) -> bool:
        return not self._names.isdisjoint((*names_of(contact), comparable(contact.email)))
