"""Words and numbers by made-up ones, the same for the same: so a person stays the same person.

A word that is part of a name, of a login and of an address is replaced alike in all three; capitals stay. A
number keeps its length, and its zeros at the head.
"""

import random
import re
from collections.abc import Iterable

from lampfield.cli.recording.safe_words import TRADE
from lampfield.cli.recording.shape import cased, similar

TRIES = 300
"""How often chance may meet what is taken before it is held that little is left."""

WORD = re.compile(r"[^\W\d_]+|\d+|[^\x00-\x7f]")
"""What is replaced as one: letters in a row, digits in a row, any other sign beyond ASCII."""


class Words:
    """The made-up words of one recording.

    Args:
        chance: Where they come from.
    """

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._made: dict[str, str] = {}
        self._met: set[str] = set()
        self._given: set[str] = set()
        self._written: dict[str, str] = {}

    def meet(self, texts: Iterable[str]) -> None:
        """Take note of words as they are: none of them is made up for another."""
        self._met.update(word.casefold() for text in texts for word in WORD.findall(text))

    def of(self, text: str) -> str:
        """Return a text with every word replaced."""
        return WORD.sub(lambda found: self._word(found[0]), text)

    def written(self, text: str) -> str:
        """Return what stands for a text that a person wrote: the same for the same text.

        The same word is another in another text: how often it comes would tell which it is.
        """
        if text not in self._written:
            tries = (WORD.sub(lambda it: _shaped(it[0], self._chance), text) for _ in range(TRIES))
            self._written[text] = next((made for made in tries if made != text), text)
        return self._written[text]

    def sentence(self, text: str) -> str:
        """Return what stands for a program's sentence: the words of its trade stay, names in it do not."""
        return WORD.sub(lambda it: it[0] if it[0].casefold() in TRADE else self._word(it[0]), text)

    def _word(self, word: str) -> str:
        plain = word.casefold()
        if plain not in self._made:
            self._met.add(plain)
            self._made[plain] = self._new(plain)
            self._given.add(self._made[plain])
        made = self._made[plain]
        return "".join(map(cased, made, word)) + made[len(word) :]

    def _new(self, word: str) -> str:
        """Return what stands for no other word and is none itself, if there is such a one.

        Where words of a length are used up, one is longer. Numbers never are: they may be another's.
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
    """Return another number of a length; its zeros at the head stay where there is more than them."""
    rest = digits.lstrip("0") or digits
    made = rest
    while made == rest:
        made = chance.choice("123456789") + "".join(chance.choices("0123456789", k=len(rest) - 1))
    return "0" * (len(digits) - len(rest)) + made
