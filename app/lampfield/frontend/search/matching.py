"""Full-text matching: each word of a query must occur in a contact's text. Matches are ranked."""

from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple

from lampfield.frontend.search.query import Words
from lampfield.frontend.search.text import MARK, TAB, normalized, search_text, words_of
from lampfield.frontend.search.typos import can_be_typo, meant
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId

MIN_KEYS = 2
"""The minimum number of digits that may stand for letters (T9): one digit matches too much."""


class Rank(IntEnum):
    """How well a word matches, the best first."""

    NUMBER = 0
    """It is the whole number."""
    NAME = 1
    """The name starts with it."""
    NAMES = 2
    """Another word of the name starts with it."""
    WORD = 3
    """A word of another property starts with it."""
    INITIALS = 4
    PART = 5
    KEYPAD = 6
    """A word of the name starts with letters on these keys (T9)."""


_LETTER_RANKS = tuple(map(int, (Rank.NAME, Rank.NAMES, Rank.WORD, Rank.INITIALS, Rank.PART)))
"""The ranks of words without digits, as plain integers: they are used 10,000 times per key press."""


class Found(NamedTuple):
    """The result of a search."""

    cids: list[ContactId]
    """The matches, best first."""
    meant: Words = ()
    """The corrections of typos that were searched for; empty if the words match as typed."""
    has_number: bool = False
    """Whether a contact has the number that was searched for."""


class Matcher:
    """Searches contacts. It caches the text of each from the first search on."""

    def __init__(self) -> None:
        self._texts: dict[ContactId, str] = {}
        self._keys: dict[ContactId, str] = {}
        self._statuses: dict[ContactId, str] = {}
        self._outdated_statuses: set[ContactId] = set()
        """Cached contacts whose status may have changed."""
        self._vocabulary: set[str] = set()
        self._read_once: set[str] = set()
        """Companies and tags whose words are already in the vocabulary: many contacts share them."""

    def found(
        self, readings: Sequence[Words], among: Iterable[ContactId], contacts: Mapping[ContactId, Contact]
    ) -> Found:
        """Return the contacts that match all words of a reading; equal ranks keep their order.

        Args:
            readings: The alternative readings of the query; none: all contacts match.
            among: The contacts to search, in their order.
            contacts: All contacts.
        """
        cids = list(among)
        if not readings:
            return Found(cids)
        self.read(contacts, len(contacts) + len(self._outdated_statuses))
        ranks = [self._ranks(words, cids) for words in readings]
        by_rank = _by_rank(cids, ranks)
        found = [cid for same_rank in by_rank for cid in same_rank]
        return Found(found, (), bool(by_rank[0])) if found else self._corrected(readings[0], cids)

    def fits(self, readings: Sequence[Words], slips: Words, contact: Contact) -> bool:
        """Return whether a contact's current values match a reading, or one of the corrections of typos."""
        if not readings:
            return True
        cid = contact.cid
        if cid not in self._texts or cid in self._outdated_statuses:
            self._read(contact)
        return any(
            all(self._has(word, cid) for word in words) for words in readings
        ) or _has_word_starting_with(slips, self._texts[cid])

    def read(self, contacts: Mapping[ContactId, Contact], at_most: int) -> int:
        """Cache the texts of some contacts ahead of a search. Returns how many are left."""
        texts, restated = self._texts, self._outdated_statuses
        unread = [cid for cid in contacts if cid not in texts] if len(texts) != len(contacts) else []
        unread += restated
        for cid in unread[:at_most]:
            if (contact := contacts.get(cid)) is not None:
                self._read(contact)
        return max(0, len(unread) - at_most)

    def forget(self, cid: ContactId) -> None:
        """Drop a contact from the cache, because its text changed or it is gone."""
        self._texts.pop(cid, None)
        self._keys.pop(cid, None)
        self._statuses.pop(cid, None)
        self._outdated_statuses.discard(cid)

    def mark_status_changed(self, cid: ContactId) -> None:
        """Mark the cached status of a contact as outdated."""
        if cid in self._texts:
            self._outdated_statuses.add(cid)

    def _read(self, contact: Contact) -> None:
        cid = contact.cid
        self._outdated_statuses.discard(cid)
        if cid not in self._texts:
            self._texts[cid], self._keys[cid], words = search_text(contact)
            self._vocabulary.update(words)
            for text in (contact.company_name, *(contact.tags or ())):
                if text not in self._read_once:
                    self._read_once.add(text)
                    self._vocabulary.update(words_of(text))
        # Most contacts have no status; only for the others is the leading resource worked out.
        if any(state.status for state in contact.states.values()) and (status := contact.status):
            self._statuses[cid] = f" {normalized(status)}"
        else:
            self._statuses.pop(cid, None)

    def _has(self, word: str, cid: ContactId) -> bool:
        return (
            any(form in self._texts[cid] for form in _variants(word))
            or word in self._statuses.get(cid, "")
            or (_is_keyed(word) and f" {word}" in self._keys[cid])
        )

    def _ranks(self, words: Words, among: Sequence[ContactId]) -> dict[ContactId, int]:
        """Return the rank of each contact with all words: that of the word that matches worst."""
        cids = among
        for word in words:
            cids = self._with(word, cids)
        ranks = [self._ranked(word, cids) for word in words]
        return dict(zip(cids, ranks[0] if len(ranks) == 1 else map(max, *ranks), strict=True))

    def _with(self, word: str, among: Iterable[ContactId]) -> list[ContactId]:
        """Return the contacts that match a word at any rank."""
        texts = self._texts
        also = {cid for cid, status in self._statuses.items() if word in status}
        if TAB in (other := _variants(word)[-1]):
            also.update([cid for cid, text in texts.items() if other in text])
        if _is_keyed(word):
            key = f" {word}"
            also.update([cid for cid, keys in self._keys.items() if key in keys])
        if also:
            return [cid for cid in among if word in texts[cid] or cid in also]
        return [cid for cid in among if word in texts[cid]]

    def _ranked(self, word: str, cids: Sequence[ContactId]) -> list[int]:
        """Return the rank of a word for each of the contacts that match it."""
        if _is_keyed(word):
            return [self._digits_ranked(word, cid) for cid in cids]
        texts, begin, inside, initials = (
            self._texts,
            f" {word}",
            f"{TAB}{_variants(word)[-1]}",
            f"{MARK}{word}",
        )
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

    def _corrected(self, words: Words, among: Sequence[ContactId]) -> Found:
        """Search with corrections of the words that no contact has."""
        cids, all_meant = among, list[str]()
        for word in words:
            having = set(self._with(word, among))
            if not having and can_be_typo(word):
                slips = meant(word, self._vocabulary)
                all_meant.extend(slips)
                having = self._with_word_starting_with(slips, among)
            cids = [cid for cid in cids if cid in having]
        return Found(list(cids), tuple(all_meant)) if all_meant and cids else Found([])

    def _with_word_starting_with(self, begins: Words, among: Sequence[ContactId]) -> set[ContactId]:
        """Return the contacts with a word that starts with one of some texts."""
        texts, found = self._texts, set[ContactId]()
        for begin in begins:
            name, rest = f" {begin}", f"{TAB}{begin}"
            found.update([cid for cid in among if name in (text := texts[cid]) or rest in text])
        return found


def _is_keyed(word: str) -> bool:
    return len(word) >= MIN_KEYS and word.isdecimal() and word.isascii()


def _variants(word: str) -> Words:
    """Return a word as it occurs in names and, if different, in the other text, where tabs separate words."""
    return (word, word.replace(" ", TAB)) if " " in word else (word,)


def _has_word_starting_with(begins: Words, text: str) -> bool:
    return any(f" {begin}" in text or f"{TAB}{begin}" in text for begin in begins)


def _by_rank(
    cids: Sequence[ContactId], readings: Sequence[Mapping[ContactId, int]]
) -> Sequence[list[ContactId]]:
    """Return the contacts that any reading ranks, grouped by their best rank, in their order."""
    ranked = readings[0]
    if len(readings) > 1:
        worst = len(Rank)
        both = {cid: min(it.get(cid, worst) for it in readings) for cid in cids}
        ranked = {cid: rank for cid, rank in both.items() if rank < worst}
    by_rank: list[list[ContactId]] = [[] for _ in Rank]
    for cid, rank in ranked.items():
        by_rank[rank].append(cid)
    return by_rank
