"""Folding: text as it is searched and sorted. Pure."""

import unicodedata

_SPREAD = "".join(char.lower() if (char := chr(code)).isalnum() else " " for code in range(128))
"""What each character of ASCII becomes: a small letter, a digit or a space."""

_KEYPAD = str.maketrans("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")
"""The letters on the keys of a telephone (ITU-T E.161)."""


def folded(text: str) -> str:
    """Return text without case and accents."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text)
    combining = unicodedata.combining
    return "".join([char for char in parts if char.isascii() or not combining(char)]).casefold()


def spaced(text: str) -> str:
    """Return folded text with a space in place of every sign."""
    return (text if text.isascii() else _without_signs(folded(text))).translate(_SPREAD)


def words_of(text: str) -> list[str]:
    """Return the folded words of a text: what stands between signs and spaces."""
    return spaced(text).split()


def spread(text: str) -> str:
    """Return folded text with one space for all signs between two words: ``o'brien`` finds ``O. Brien``."""
    return " ".join(words_of(text))


def keyed(word: str) -> str:
    """Return the digits that a folded text is typed with on a telephone (T9)."""
    return word.translate(_KEYPAD)


def _without_signs(text: str) -> str:
    """Return text with a space for each sign of punctuation beyond ASCII, as ``’``."""
    return "".join([char if char.isascii() or unicodedata.category(char)[0] != "P" else " " for char in text])
