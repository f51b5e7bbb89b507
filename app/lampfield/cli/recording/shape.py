"""Replaces characters by random ones of the same kind, case and width, so that a line keeps its layout."""

import random
import unicodedata
from functools import lru_cache

VOWELS, CONSONANTS = "aeiou", "bcdfghjklmnpqrstvwxyz"
BLOCK = 64
"""The size and alignment of the block from which characters of other scripts are replaced."""

REPLACED = ("L", "N", "S")
"""The Unicode categories that are replaced: letters, numbers, symbols such as emoji."""


def is_telling(character: str) -> bool:
    """Return whether a character is replaced. ASCII punctuation and space are kept."""
    return not character.isascii() or character.isalnum()


def similar(character: str, chance: random.Random) -> str:
    """Return a random character of the same shape; the same one if it is not replaced."""
    if not is_telling(character):
        return character
    lower = character.lower()
    if lower in VOWELS:
        made = chance.choice(VOWELS)
    elif lower in CONSONANTS:
        made = chance.choice(CONSONANTS)
    else:
        made = chance.choice(_neighbours(lower if len(lower) == 1 else character))
    return cased(made, character)


def cased(made: str, like: str) -> str:
    """Return a character in the case of another, if the result is a single character."""
    upper = made.upper()
    return upper if like.isupper() and len(upper) == 1 else made


@lru_cache(maxsize=4096)
def _neighbours(character: str) -> str:
    if character.isascii():
        return "123456789"
    kind, width = unicodedata.category(character), unicodedata.east_asian_width(character)
    if kind[0] not in REPLACED:
        return character
    begin = ord(character) // BLOCK * BLOCK
    block = map(chr, range(begin, begin + BLOCK))
    same = (
        it
        for it in block
        if unicodedata.category(it) == kind
        and unicodedata.east_asian_width(it) == width
        and unicodedata.normalize("NFKC", it).casefold() == it
    )
    return "".join(other for other in same if other != character) or "?"
