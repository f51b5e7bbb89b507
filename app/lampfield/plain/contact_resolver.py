"""WHO: the one person that some words mean."""

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
"""So short a number is a place in the last list before it is somebody's extension; a longer one after."""


class Several(Exception):
    """More than one person is meant.

    Args:
        cids: They.
    """

    def __init__(self, cids: Sequence[ContactId]) -> None:
        super().__init__("more than one is meant")
        self.cids = cids


class ContactResolver:
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
        self.last: ContactId | None = None
        """Who was named last, or was the only one of a list."""

    def one(self, text: str) -> Contact:
        """Return who is meant: by place in the last list, number, login name, address, name, or a part of it.

        Raises:
            Unclear: Nobody is.
            Several: More than one is.
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
        return self._the_one(found)

    def one_or_last(self, text: str) -> Contact:
        """Return who is meant; where nothing was typed, who was named last.

        Raises:
            Unclear: Nobody is meant.
            Several: More than one is.
        """
        return self._the_one([self.last]) if not text and self.last in self._people else self.one(text)

    def split(self, text: str) -> tuple[Contact, str]:
        """Return who is meant by the beginning of a text, and the rest.

        The beginning is what stands in quotation marks or before a colon, or else the longest one that is a
        number, a login name, an address or a name, or some whole words of a name; a single word may be a part
        of one. Tags and companies name nobody here: they may be what the text is about.

        Raises:
            Unclear: Nobody is meant.
            Several: More than one is.
        """
        if (quoted := unquoted(text)) is not None:
            found = self._named(quoted[0].split(), is_all=True)
            return self._the_one(found) if found else self.one(quoted[0]), quoted[1]
        if (marked := self._before_colon(text)) is not None:
            return marked
        words = text.split()
        for count in range(len(words), 0, -1):
            if found := self._named(words[:count], is_all=count == len(words)):
                return self._the_one(found), _after(text, count)
        if words and words[0].isdigit():
            return self.one(words[0]), _after(text, 1)
        return self._whole(text), ""

    def exactly(self, text: str) -> list[ContactId]:
        """Return whom a text means without any finding."""
        listed = self._listed(text)
        named = [contact.cid for contact in exactly(text, self._people.values())]
        return (listed or named) if len(text) <= PLACE_DIGITS else (named or listed)

    @property
    def _people(self) -> Mapping[ContactId, model.Contact]:
        return self._pbx.contacts.values_by_key

    def _named(self, words: list[str], *, is_all: bool) -> list[ContactId]:
        """Return whom words before a text name. ``is_all``: no text follows them."""
        people, fold = self._people.values(), self._finder.folded
        if found := self.exactly(" ".join(words)):
            return found
        if len(words) > 1:
            return (by_beginnings if is_all else by_whole_words)(words, people, fold)
        return by_beginnings(words, people, fold) or by_part(words[0], people, fold)

    def _before_colon(self, text: str) -> tuple[Contact, str] | None:
        """Return who is named before a colon, and what follows it; None where nobody is."""
        head, colon, rest = text.partition(":")
        words = head.split()
        if not (colon and words):
            return None
        found = self._named(words, is_all=True)
        if not found and len(words) == 1:
            found = self._finder.found(words[0], self._people)
        return (self._the_one(found), rest.strip()) if found else None

    def _whole(self, text: str) -> Contact:
        """Return who is meant by a whole text.

        Raises:
            Unclear: Nobody is; the sentence says how a name is told from what follows it.
        """
        try:
            return self.one(text)
        except Unclear as why:
            hint = " Before a text, put a colon after the name." if " " in text else ""
            raise Unclear(f"{why}{hint}") from why

    def _the_one(self, found: Sequence[ContactId | None]) -> Contact:
        """Return the only one of some.

        Raises:
            Several: There are more.
            Unclear: They have just gone.
        """
        cids = [cid for cid in found if cid is not None]
        if len(cids) > 1:
            raise Several(cids)
        contact = self._pbx.contacts.get(cids[0])
        if contact is None:
            raise Unclear("This contact is no longer there.")
        self.last = cids[0]
        return contact

    def _listed(self, text: str) -> list[ContactId]:
        place = place_in(text, len(self.shown))
        if place is None:
            return []
        cid = self.shown[place]
        if cid not in self._pbx.contacts:
            raise Unclear(f"Number {text} of the last list is no longer there.")
        return [cid]


def _after(text: str, count: int) -> str:
    """Return what follows a count of words, without a colon before it."""
    rest = text.split(None, count)
    return rest[count].removeprefix(":").strip() if len(rest) > count else ""
