"""Slips of the keyboard: the words that somebody may have meant. Pure."""

from collections.abc import Iterable

MIN_LETTERS = 3
"""What is shorter is near too much."""

MOST = 4
"""So many of what may be meant are looked for: each takes as long as a word of the search."""

LONG_LETTERS = 7
"""From here on two slips may be in a word."""


def may_slip(word: str) -> bool:
    """Say whether a word is taken for a slip: never a number, which would reach somebody else."""
    return len(word) >= MIN_LETTERS and not any(char.isdigit() for char in word)


def meant(word: str, vocabulary: Iterable[str]) -> tuple[str, ...]:
    """Return the beginnings of known words that are nearest to a word, none when all are far.

    A letter wrong, missing or too many, or two that changed places, is one slip (optimal string alignment).

    Args:
        word: As it was typed, perhaps not to its end.
        vocabulary: Words that are written on contacts, folded.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    size = len(word)
    begins = {known[:length] for known in vocabulary for length in (size - 1, size, size + 1)}
    found = process.extract(
        word, list(begins), scorer=OSA.distance, score_cutoff=2 if size >= LONG_LETTERS else 1, limit=None
    )
    far = {known: (distance, abs(len(known) - size)) for known, distance, _ in found}
    least = min(far.values(), default=None)
    return _likeliest(word, {known for known in far if far[known] == least})


def load() -> None:
    """Load the library ahead: that takes longer than a key may."""
    from rapidfuzz import process  # noqa: F401


def _likeliest(word: str, begins: set[str]) -> tuple[str, ...]:
    """Return a few: the first letter is seldom wrong. What begins with another one is found by that."""
    apart = [it for it in begins if not any(it[:size] in begins for size in range(1, len(it)))]
    return tuple(sorted(apart, key=lambda it: (it[:1] != word[0], it))[:MOST])
