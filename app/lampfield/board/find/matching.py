"""Plain find: every word is some part of what is written on a contact. Pure."""

import unicodedata
from collections.abc import Callable

from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId


def folded(text: str) -> str:
    """Return text without case and accents, as it is searched and sorted."""
    if text.isascii():
        return text.lower()
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
    """Finds contacts, and remembers what is written on each from the first search on."""

    def __init__(self) -> None:
        self._texts: dict[ContactId, str] = {}

    def matching(self, query: str) -> Callable[[Contact], bool]:
        """Return what says whether a contact matches all words of a query."""
        words = folded(query).split()
        if len(words) == 1:
            return lambda contact: words[0] in self._text(contact)
        return lambda contact: all(word in self._text(contact) for word in words)

    def forget(self, cid: ContactId) -> None:
        """Read a contact anew when it is searched next: what is written on it changed, or it is gone."""
        self._texts.pop(cid, None)

    def _text(self, contact: Contact) -> str:
        text = self._texts.get(contact.cid)
        if text is None:
            text = self._texts[contact.cid] = searched_text(contact)
        return text
