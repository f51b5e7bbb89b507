"""Finding by words: every one is some part of what is written on a contact; the best come first. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple

from lampfield.frontend.search.query import Words
from lampfield.frontend.search.text import MARK, TAB, spread, words_of, written
from lampfield.frontend.search.typos import may_slip, meant
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId

MIN_KEYS = 2
"""So many digits may be letters: one alone is near too much."""


class Rank(IntEnum):
    """How well a word is found, the best first."""

    NUMBER = 0
    """It is the number."""
    NAME = 1
    """The name begins with it."""
    NAMES = 2
    """Another word of the name begins with it."""
    WORD = 3
    """A word of anything else begins with it."""
    INITIALS = 4
    PART = 5
    KEYPAD = 6
    """A word of the name begins with the letters on these keys (T9)."""


_LETTER_RANKS = tuple(map(int, (Rank.NAME, Rank.NAMES, Rank.WORD, Rank.INITIALS, Rank.PART)))
"""Of words that are no numbers, as plain numbers: they are used 10,000 times a key."""


class Found(NamedTuple):
    """Who is found."""

    cids: list[ContactId]
    """The best first."""
    meant: Words = ()
    """What was taken for a slip was taken for these; empty when everybody is found as it was typed."""
    has_number: bool = False
    """Somebody has the number that is looked for."""


class Matcher:
    """Finds contacts, and remembers what is written on each from the first search on."""

    def __init__(self) -> None:
        self._texts: dict[ContactId, str] = {}
        self._keys: dict[ContactId, str] = {}
        self._statuses: dict[ContactId, str] = {}
        self._restated: set[ContactId] = set()
        """Those read before whose status may be another now."""
        self._vocabulary: set[str] = set()
        self._read_once: set[str] = set()
        """Companies and tags whose words are in the vocabulary: many contacts have the same."""

    def found(
        self, readings: Sequence[Words], among: Iterable[ContactId], contacts: Mapping[ContactId, Contact]
    ) -> Found:
        """Return those that match all words of a reading; equally good ones as they were given.

        Args:
            readings: What may be meant; none: everybody is found.
            among: Who is looked at, in their order.
            contacts: What is known of them.
        """
        cids = list(among)
        if not readings:
            return Found(cids)
        self.read(contacts, len(contacts) + len(self._restated))
        ranks = [self._ranks(words, cids) for words in readings]
        shelves = _shelved(cids, ranks)
        found = [cid for shelf in shelves for cid in shelf]
        return Found(found, (), bool(shelves[0])) if found else self._nearly(readings[0], cids)

    def fits(self, readings: Sequence[Words], slips: Words, contact: Contact) -> bool:
        """Say whether one contact, as it is now, matches a reading, or one of the words that were meant."""
        if not readings:
            return True
        cid = contact.cid
        if cid not in self._texts or cid in self._restated:
            self._read(contact)
        return any(all(self._has(word, cid) for word in words) for words in readings) or _begins_one(
            slips, self._texts[cid]
        )

    def read(self, contacts: Mapping[ContactId, Contact], at_most: int) -> int:
        """Read some contacts before anybody is searched. Returns how many are left to be read."""
        texts, restated = self._texts, self._restated
        unread = [cid for cid in contacts if cid not in texts] if len(texts) != len(contacts) else []
        unread += restated
        for cid in unread[:at_most]:
            if (contact := contacts.get(cid)) is not None:
                self._read(contact)
        return max(0, len(unread) - at_most)

    def forget(self, cid: ContactId) -> None:
        """Read a contact anew when it is searched next: what is written on it changed, or it is gone."""
        self._texts.pop(cid, None)
        self._keys.pop(cid, None)
        self._statuses.pop(cid, None)
        self._restated.discard(cid)

    def restate(self, cid: ContactId) -> None:
        """Read a contact's status anew when it is searched next."""
        if cid in self._texts:
            self._restated.add(cid)

    def _read(self, contact: Contact) -> None:
        cid = contact.cid
        self._restated.discard(cid)
        if cid not in self._texts:
            self._texts[cid], self._keys[cid], words = written(contact)
            self._vocabulary.update(words)
            for text in (contact.company_name, *(contact.tags or ())):
                if text not in self._read_once:
                    self._read_once.add(text)
                    self._vocabulary.update(words_of(text))
        # Most say nothing; which resource speaks for the contact is asked of the others alone.
        if any(state.status for state in contact.states.values()) and (status := contact.status):
            self._statuses[cid] = f" {spread(status)}"
        else:
            self._statuses.pop(cid, None)

    def _has(self, word: str, cid: ContactId) -> bool:
        return (
            any(form in self._texts[cid] for form in _forms(word))
            or word in self._statuses.get(cid, "")
            or (_is_keyed(word) and f" {word}" in self._keys[cid])
        )

    def _ranks(self, words: Words, among: Sequence[ContactId]) -> dict[ContactId, int]:
        """Return how well all words together are found: as well as the worst of them."""
        cids = among
        for word in words:
            cids = self._with(word, cids)
        ranks = [self._ranked(word, cids) for word in words]
        return dict(zip(cids, ranks[0] if len(ranks) == 1 else map(max, *ranks), strict=True))

    def _with(self, word: str, among: Iterable[ContactId]) -> list[ContactId]:
        """Return those who have a word in any way."""
        texts = self._texts
        also = {cid for cid, status in self._statuses.items() if word in status}
        if TAB in (other := _forms(word)[-1]):
            also.update([cid for cid, text in texts.items() if other in text])
        if _is_keyed(word):
            key = f" {word}"
            also.update([cid for cid, keys in self._keys.items() if key in keys])
        if also:
            return [cid for cid in among if word in texts[cid] or cid in also]
        return [cid for cid in among if word in texts[cid]]

    def _ranked(self, word: str, cids: Sequence[ContactId]) -> list[int]:
        """Return how well a word is found on each of those who have it."""
        if _is_keyed(word):
            return [self._digits_ranked(word, cid) for cid in cids]
        texts, begin, inside, initials = self._texts, f" {word}", f"{TAB}{_forms(word)[-1]}", f"{MARK}{word}"
        name, names, rest, first, part = _LETTER_RANKS
        return [
            (name if text.startswith(begin) else names)
            if begin in (text := texts[cid])
            else (rest if inside in text else first if initials in text else part)
            for cid in cids
        ]

    def _digits_ranked(self, digits: str, cid: ContactId) -> int:
        text = self._texts[cid]
        if f"{MARK}{digits}{MARK}" in text:
            return Rank.NUMBER
        if (place := text.find(f" {digits}")) >= 0:
            return Rank.NAMES if place else Rank.NAME
        if f"{TAB}{digits}" in text or f"{MARK}{digits}" in text:
            return Rank.WORD
        return Rank.PART if digits in text or digits in self._statuses.get(cid, "") else Rank.KEYPAD

    def _nearly(self, words: Words, among: Sequence[ContactId]) -> Found:
        """Find by what may have been meant by words that nobody has."""
        cids, all_meant = among, list[str]()
        for word in words:
            having = set(self._with(word, among))
            if not having and may_slip(word):
                slips = meant(word, self._vocabulary)
                all_meant.extend(slips)
                having = self._beginning(slips, among)
            cids = [cid for cid in cids if cid in having]
        return Found(list(cids), tuple(all_meant)) if all_meant and cids else Found([])

    def _beginning(self, begins: Words, among: Sequence[ContactId]) -> set[ContactId]:
        """Return those on whom a word begins with one of some texts."""
        texts, found = self._texts, set[ContactId]()
        for begin in begins:
            name, rest = f" {begin}", f"{TAB}{begin}"
            found.update([cid for cid in among if name in (text := texts[cid]) or rest in text])
        return found


def _is_keyed(word: str) -> bool:
    return len(word) >= MIN_KEYS and word.isdecimal() and word.isascii()


def _forms(word: str) -> Words:
    """Return a word as it stands in a name and, if that is otherwise, in the rest: signs part words too."""
    return (word, word.replace(" ", TAB)) if " " in word else (word,)


def _begins_one(begins: Words, text: str) -> bool:
    return any(f" {begin}" in text or f"{TAB}{begin}" in text for begin in begins)


def _shelved(
    cids: Sequence[ContactId], readings: Sequence[Mapping[ContactId, int]]
) -> Sequence[list[ContactId]]:
    """Return those who are ranked by any reading, by their best rank, those of one rank in their order."""
    ranked = readings[0]
    if len(readings) > 1:
        worst = len(Rank)
        both = {cid: min(it.get(cid, worst) for it in readings) for cid in cids}
        ranked = {cid: rank for cid, rank in both.items() if rank < worst}
    shelves: list[list[ContactId]] = [[] for _ in Rank]
    for cid, rank in ranked.items():
        shelves[rank].append(cid)
    return shelves
