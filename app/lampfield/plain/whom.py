"""WHO: the one person that some words mean."""

from collections.abc import Sequence

from lampfield.feed.contact import Contact
from lampfield.feed.pbx import PBX
from lampfield.model import contact as model
from lampfield.model.identity import ContactId
from lampfield.plain.command import Unclear, place_in
from lampfield.plain.finder import Finder

WHO = "Type a number of the last list, an extension or a name."

PLACE_DIGITS = 2
"""So short a number is a place in the last list before it is somebody's extension; a longer one after."""


class Several(Exception):
    """More than one person is meant.

    Args:
        cids: They.
    """

    def __init__(self, cids: Sequence[ContactId]) -> None:
        super().__init__("more than one is meant")
        self.cids = cids


class Whom:
    """Knows the last list, so that its numbers mean people.

    Args:
        pbx: Where the people are.
        finder: Finds them by a part of what is written on them.
    """

    def __init__(self, pbx: PBX, finder: Finder) -> None:
        self._pbx = pbx
        self._finder = finder
        self.shown: list[ContactId] = []
        """The last list, as far as it was written; its numbers count from 1."""

    def one(self, text: str) -> Contact:
        """Return who is meant: by place in the last list, number, login name, address, name, or a part of it.

        Raises:
            Unclear: Nobody is.
            Several: More than one is.
        """
        if not text:
            raise Unclear(f"Who? {WHO}")
        exact = self._exactly(text)
        if not exact and text.isdigit() and len(text) <= PLACE_DIGITS:
            raise Unclear(f"The last list has no number {text}, and nobody has that extension.")
        found = exact or self._finder.found(text, self._pbx.contacts.values_by_key)
        if len(found) > 1:
            raise Several(found)
        contact = self._pbx.contacts.get(found[0]) if found else None
        if contact is None:
            raise Unclear(f"Nobody is found by {text!r}. {WHO}")
        return contact

    def split(self, text: str) -> tuple[Contact, str]:
        """Return who is meant by the beginning of a text, and the rest.

        The beginning ends at a colon, or it is a number, an address or a whole name: no text goes to somebody
        because a word of it happens to be a part of a name.

        Raises:
            Unclear: Nobody is meant.
            Several: More than one is.
        """
        words = text.split()
        for count in range(len(words), 0, -1):
            head = " ".join(words[:count])
            if (count == len(words) or _is_certain(head)) and len(found := self._exactly(head)) == 1:
                return self._pbx.contacts[found[0]], _after(text, count)
        head, colon, rest = text.partition(":")
        return (self.one(head.strip()), rest.strip()) if colon else (self.one(text), "")

    def _exactly(self, text: str) -> list[ContactId]:
        """Return whom a text means without any finding."""
        listed = self._listed(text)
        values = self._pbx.contacts.values_by_key.values()
        named = [value.cid for value in values if text.casefold() in _keys(value)]
        return (listed or named) if len(text) <= PLACE_DIGITS else (named or listed)

    def _listed(self, text: str) -> list[ContactId]:
        place = place_in(text, len(self.shown))
        if place is None:
            return []
        cid = self.shown[place]
        if cid not in self._pbx.contacts:
            raise Unclear(f"Number {text} of the last list is no longer there.")
        return [cid]


def _keys(contact: model.Contact) -> list[str]:
    texts = (contact.number, contact.uname, contact.chat_id, contact.name)
    return [text.casefold() for text in texts if text]


def _is_certain(head: str) -> bool:
    return head.isdigit() or "@" in head or " " in head


def _after(text: str, count: int) -> str:
    """Return what follows so many words, without a colon before it."""
    rest = text.split(None, count)
    return rest[count].removeprefix(":").strip() if len(rest) > count else ""
