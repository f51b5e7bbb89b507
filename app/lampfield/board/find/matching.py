"""Plain find: every word is some part of what is written on a contact. Pure."""

import unicodedata
from collections.abc import Iterable, Mapping

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

    def found(
        self, query: str, among: Iterable[ContactId], contacts: Mapping[ContactId, Contact]
    ) -> list[ContactId]:
        """Return those that match all words of a query, in the order in which they were given."""
        among = list(among)
        words = folded(query).split()
        if words and not self.read(contacts, len(contacts)):
            texts = self._texts
            for word in words:
                among = [cid for cid in among if word in texts[cid]]
        return among

    def read(self, contacts: Mapping[ContactId, Contact], at_most: int) -> int:
        """Read some contacts before anybody is searched. Returns how many are left to be read."""
        texts = self._texts
        unread = [cid for cid in contacts if cid not in texts] if len(texts) != len(contacts) else []
        for cid in unread[:at_most]:
            texts[cid] = searched_text(contacts[cid])
        return max(0, len(unread) - at_most)

    def forget(self, cid: ContactId) -> None:
        """Read a contact anew when it is searched next: what is written on it changed, or it is gone."""
        self._texts.pop(cid, None)
