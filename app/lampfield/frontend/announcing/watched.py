"""Who is watched: the people whose phone and presence are announced."""

from collections.abc import Iterable, Mapping

from lampfield.frontend.resolve import comparable, names_of
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId


class Watched:
    """Some people, by what the settings call them, and by what was chosen since.

    Args:
        names: Numbers, login names, addresses or whole names; case aside.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names = frozenset(filter(None, map(comparable, names)))
        self._dropped: set[ContactId] = set()
        self.cids: set[ContactId] = set()
        """Those of them that are there."""

    def add(self, cid: ContactId) -> None:
        """Watch a contact from now on."""
        self.cids.add(cid)
        self._dropped.discard(cid)

    def drop(self, cid: ContactId) -> None:
        """Watch a contact no longer, even if the settings name it."""
        self.cids.discard(cid)
        self._dropped.add(cid)

    def look(self, contacts: Mapping[ContactId, Contact], cids: Iterable[ContactId]) -> None:
        """Look whether contacts that came, or are described anew, are among the named."""
        for cid in cids if self._names else ():
            contact = contacts.get(cid)
            if contact is not None and cid not in self._dropped and self._means(contact):
                self.cids.add(cid)

    def _means(self, contact: Contact) -> bool:
        return not self._names.isdisjoint((*names_of(contact), comparable(contact.email)))
