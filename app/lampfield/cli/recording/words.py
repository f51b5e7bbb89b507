"""Replaces words and numbers consistently, so that a person stays recognizable as the same person.

A word that is part of a name, a login and an address gets the same replacement in all three, with the same
capitals. A number keeps its length and its leading zeros.
"""

import random
import re
from collections.abc import Iterable

from lampfield.cli.recording.safe_words import SAFE_WORDS
from lampfield.cli.recording.shape import cased, similar

TRIES = 300
"""How many random candidates may be taken before the words of this length count as used up."""

WORD = re.compile(r"[^\W\d_]+|\d+|[^\x00-\x7f]")
"""One unit of replacement: a run of letters, a run of digits, or any other character beyond ASCII."""


class Words:
    """The replacements of one recording.

    Args:
        chance: The random number generator.
    """

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._made: dict[str, str] = {}
        self._met: set[str] = set()
        self._given: set[str] = set()
        self._written: dict[str, str] = {}

    def meet(self, texts: Iterable[str]) -> None:
        """Reserve the words of some texts, so that none of them becomes a replacement."""
        self._met.update(word.casefold() for text in texts for word in WORD.findall(text))

    def of(self, text: str) -> str:
        """Return a text with every word replaced."""
        return WORD.sub(lambda found: self._word(found[0]), text)

    def written(self, text: str) -> str:
        """Return the replacement of a text that a person wrote; it is the same for the same text.

        A word gets a different replacement in each text: otherwise its frequency would reveal it.
        """
        if text not in self._written:
            tries = (WORD.sub(lambda it: _shaped(it[0], self._chance), text) for _ in range(TRIES))
            self._written[text] = next((made for made in tries if made != text), text)
        return self._written[text]

    def sentence(self, text: str) -> str:
        """Return a program's sentence with its safe words kept and all others, such as names, replaced."""
        return WORD.sub(lambda it: it[0] if it[0].casefold() in SAFE_WORDS else self._word(it[0]), text)

    def _word(self, word: str) -> str:
        plain = word.casefold()
        if plain not in self._made:
            self._met.add(plain)
            self._made[plain] = self._new(plain)
            self._given.add(self._made[plain])
        made = self._made[plain]
        return "".join(map(cased, made, word)) + made[len(word) :]

    def _new(self, word: str) -> str:
        """Return an unused replacement that is no word of the recording, if there is one.

        If the words of a length are used up, return a longer one. A number keeps its length in any case.
        """
        longer = word + "a" if word.isalpha() else word
        tries = (_shaped(like, self._chance) for like in (word, longer) for _ in range(TRIES))
        made = word
        for made in tries:
            if made not in self._met and made not in self._given:
                break
        return made


def _shaped(word: str, chance: random.Random) -> str:
    return _number(word, chance) if word.isdecimal() else "".join(similar(it, chance) for it in word)


def _number(digits: str, chance: random.Random) -> str:
    """Return a different number of the same length, with the same leading zeros."""
    rest = digits.lstrip("0") or digits
    made = rest
    while made == rest:
        made = chance.choice("123456789") + "".join(chance.choices("0123456789", k=len(rest) - 1))
    return "0" * (len(digits) - len(rest)) + made
