"""Plain find: every word is some part of what is written on a contact. Pure."""

import unicodedata
from collections.abc import Callable

from lampfield.model.contact import Contact


def folded(text: str) -> str:
    """Return text without case and accents, as it is searched and sorted."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(char for char in parts if not unicodedata.combining(char)).casefold()


def searched_text(contact: Contact) -> str:
    """Return all that find looks at: name, number, company, e-mail and tags."""
    fields = (
        contact.name,
        contact.uname,
        contact.number,
        contact.company_name,
        contact.email,
        contact.chat_id,
        *(contact.tags or ()),
    )
    return folded("\n".join(fields))


class Matcher:
    """Finds contacts, and remembers what is written on each until it changes."""

    def __init__(self) -> None:
        self._texts: dict[int, tuple[Contact, str]] = {}

    def matching(self, query: str) -> Callable[[Contact], bool]:
        """Return what says whether a contact matches all words of a query."""
        words = folded(query).split()
        return lambda contact: all(word in self._text(contact) for word in words)

    def _text(self, contact: Contact) -> str:
        known = self._texts.get(contact.cid)
        if known is None or known[0] is not contact:
            known = self._texts[contact.cid] = (contact, searched_text(contact))
        return known[1]
