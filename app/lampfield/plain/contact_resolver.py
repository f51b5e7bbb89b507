"""The resolver of WHO: from typed words to one contact."""

from collections.abc import Mapping, Sequence

from lampfield.client.handles import Contact
from lampfield.client.pbx import PBX
from lampfield.frontend.resolve import exactly
from lampfield.model import contact as model
from lampfield.model.identity import ContactId
from lampfield.plain.command import Unclear, place_in
from lampfield.plain.finder import Finder
from lampfield.plain.naming import by_beginnings, by_part, by_whole_words, unquoted

WHO = "Type a number of the last list, an extension or a name."

PLACE_DIGITS = 2
"""A number of at most this many digits means a place in the last list first, then an extension; a longer one
the other way round."""


class Ambiguous(Exception):
    """More than one contact matches.

    Args:
        cids: The matches.
    """

    def __init__(self, cids: Sequence[ContactId]) -> None:
        super().__init__("more than one contact matches")
        self.cids = cids


class ContactResolver:
    """Resolves typed words. It keeps the last list, whose numbers stand for contacts.

    Args:
        pbx: The client.
        finder: The search.
    """

    def __init__(self, pbx: PBX, finder: Finder) -> None:
        self._pbx = pbx
        self._finder = finder
        self.shown: list[ContactId] = []
        """The last list, as far as it has been written; its numbers start at 1."""
        self.last: ContactId | None = None
        """The contact that was named last, or was alone in a list."""

    def one(self, text: str) -> Contact:
        """Return the contact with a place in the last list, a number, login name, address or name, or a part.

        Raises:
            Unclear: No contact matches.
            Ambiguous: More than one matches.
        """
        if not text:
            raise Unclear(f"Who? {WHO}")
        quoted = unquoted(text)
        text = quoted[0] if quoted and not quoted[1] else text
        exact = self.exactly(text)
        if not exact and text.isdigit() and len(text) <= PLACE_DIGITS:
            raise Unclear(f"The last list has no number {text}, and nobody has that extension.")
        found = exact or self._finder.found(text, self._people)
        if not found:
            raise Unclear(f"No one matches {text!r}. {WHO}")
        return self._single(found)

    def one_or_last(self, text: str) -> Contact:
        """Return the contact that a text names; without a text, the last one.

        Raises:
            Unclear: No contact matches.
            Ambiguous: More than one matches.
        """
        return self._single([self.last]) if not text and self.last in self._people else self.one(text)

    def split(self, text: str) -> tuple[Contact, str]:
        """Return the contact that the start of a text names, and the rest.

        The name is in quotation marks, or ends at a colon, or is the longest start of the text that is a
        number, a login name, an address or a name, or consists of whole words of a name; a single word may be
        a part of one. Tags and companies are not matched, because the message may be about them.

        Raises:
            Unclear: No contact matches.
            Ambiguous: More than one matches.
        """
        if (quoted := unquoted(text)) is not None:
            found = self._named(quoted[0].split(), is_all=True)
            return self._single(found) if found else self.one(quoted[0]), quoted[1]
        if (marked := self._before_colon(text)) is not None:
            return marked
        words = text.split()
        for count in range(len(words), 0, -1):
            if found := self._named(words[:count], is_all=count == len(words)):
                return self._single(found), _after(text, count)
        if words and words[0].isdigit():
            return self.one(words[0]), _after(text, 1)
        return self._whole(text), ""

    def exactly(self, text: str) -> list[ContactId]:
        """Return the contacts that a text names exactly, without a search."""
        listed = self._listed(text)
        named = [contact.cid for contact in exactly(text, self._people.values())]
        return (listed or named) if len(text) <= PLACE_DIGITS else (named or listed)

    @property
    def _people(self) -> Mapping[ContactId, model.Contact]:
        return self._pbx.contacts.values_by_key

    def _named(self, words: list[str], *, is_all: bool) -> list[ContactId]:
        """Return the contacts that words name. ``is_all``: no text follows them."""
        people, fold = self._people.values(), self._finder.folded
        if found := self.exactly(" ".join(words)):
            return found
        if len(words) > 1:
            return (by_beginnings if is_all else by_whole_words)(words, people, fold)
        return by_beginnings(words, people, fold) or by_part(words[0], people, fold)

    def _before_colon(self, text: str) -> tuple[Contact, str] | None:
        """Return the contact that is named before a colon, and the rest; None: no contact is."""
        head, colon, rest = text.partition(":")
        words = head.split()
        if not (colon and words):
            return None
        found = self._named(words, is_all=True)
        if not found and len(words) == 1:
            found = self._finder.found(words[0], self._people)
        return (self._single(found), rest.strip()) if found else None

    def _whole(self, text: str) -> Contact:
        """Return the contact that a whole text names.

        Raises:
            Unclear: No contact matches; the text says how to separate a name from a message.
        """
        try:
            return self.one(text)
        except Unclear as why:
            hint = " To send a text, put a colon after the name." if " " in text else ""
            raise Unclear(f"{why}{hint}") from why

    def _single(self, found: Sequence[ContactId | None]) -> Contact:
        """Return the only match.

        Raises:
            Ambiguous: There are more.
            Unclear: The contact has just gone.
        """
        cids = [cid for cid in found if cid is not None]
        if len(cids) > 1:
            raise Ambiguous(cids)
        contact = self._pbx.contacts.get(cids[0])
        if contact is None:
            raise Unclear("This contact no longer exists.")
        self.last = cids[0]
        return contact

    def _listed(self, text: str) -> list[ContactId]:
        place = place_in(text, len(self.shown))
        if place is None:
            return []
        cid = self.shown[place]
        if cid not in self._pbx.contacts:
            raise Unclear(f"Number {text} of the last list no longer exists.")
        return [cid]


def _after(text: str, count: int) -> str:
    """Return the text after a number of words, without a leading colon."""
    rest = text.split(None, count)
    return rest[count].removeprefix(":").strip() if len(rest) > count else ""
