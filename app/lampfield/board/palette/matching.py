"""The actions that match a query, best first. Pure."""

from collections.abc import Iterable

from lampfield.board.keys.keymap import Key
from lampfield.frontend.search.text import folded


def found_actions(query: str, keys: Iterable[Key]) -> tuple[list[Key], list[Key]]:
    """Return the actions that match a query exactly, and those that match loosely.

    Args:
        query: Words; each begins a word of the action's name, tooltip or theme. A loose match has its letters
            in the name, in this order.
        keys: All actions. Equal matches keep their order.
    """
    words = folded(query).split()
    ranked = [(rank, key) for key in keys if (rank := _rank(words, key)) is not None]
    ranked.sort(key=lambda it: it[0])
    return [key for rank, key in ranked if rank < MAY_MEAN], [key for rank, key in ranked if rank == MAY_MEAN]


MAY_MEAN = 3


def _rank(words: list[str], key: Key) -> int | None:
    """Return how well an action matches, 0 the best; None for no match."""
    name = folded(f"{key.label} {key.id.replace('-', ' ')}")
    text = folded(f"{name} {key.action.theme} {key.action.tooltip}")
    if not words or all(word in name.split() for word in words):
        return 0
    if all(f" {word}" in f" {name}" for word in words):
        return 1
    if all(f" {word}" in f" {text}" for word in words):
        return 2
    return MAY_MEAN if _in_order("".join(words), name) else None


def _in_order(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)
