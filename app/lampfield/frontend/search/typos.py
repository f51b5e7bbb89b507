"""Typo correction: the known words nearest to a misspelled one."""

from collections.abc import Iterable

MIN_LETTERS = 3
"""The minimum length of a word to correct: a shorter one is near too many words."""

MAX_CORRECTIONS = 4
"""The maximum number of corrections: each takes as long to search as a word of the query."""

MIN_LETTERS_FOR_TWO = 7
"""The minimum length of a word that may have two typos."""


def can_be_typo(word: str) -> bool:
    """Return whether a word may be corrected: never a number, which would reach another contact."""
    return len(word) >= MIN_LETTERS and not any(char.isdigit() for char in word)


def meant(word: str, vocabulary: Iterable[str]) -> tuple[str, ...]:
    """Return the prefixes of known words that are nearest to a word; none if all are too far.

    A wrong, missing or extra letter, or two transposed ones, is one typo (optimal string alignment distance).

    Args:
        word: The word as typed, perhaps incomplete.
        vocabulary: The folded words of all contacts.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    size = len(word)
    begins = {known[:length] for known in vocabulary for length in (size - 1, size, size + 1)}
    found = process.extract(
        word,
        list(begins),
        scorer=OSA.distance,
        score_cutoff=2 if size >= MIN_LETTERS_FOR_TWO else 1,
        limit=None,
    )
    far = {known: (distance, abs(len(known) - size)) for known, distance, _ in found}
    least = min(far.values(), default=None)
    return _most_likely(word, {known for known in far if far[known] == least})


def load() -> None:
    """Import rapidfuzz ahead of the first search: the import would delay a key press."""
    from rapidfuzz import process  # noqa: F401


def _most_likely(word: str, begins: set[str]) -> tuple[str, ...]:
    """Return the best few: the first letter is rarely wrong. Longer forms of another prefix are left out."""
    apart = [it for it in begins if not any(it[:size] in begins for size in range(1, len(it)))]
    return tuple(sorted(apart, key=lambda it: (it[:1] != word[0], it))[:MAX_CORRECTIONS])
