"""Merge the changes of one board into what another board has written since. Pure."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

from lampfield.config.memory import SavedSearch

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


def merged_map(before: Mapping[K, V], now: Mapping[K, V], theirs: Mapping[K, V]) -> dict[K, V]:
    """Return the other board's mapping with the entries that this board added, changed or removed.

    Args:
        before: What this board last read from the file.
        now: What this board wants to write.
        theirs: What the file holds now.
    """
    removed = before.keys() - now.keys()
    kept = {key: value for key, value in theirs.items() if key not in removed}
    changed = {key: value for key, value in now.items() if key not in before or before[key] != value}
    return kept | changed


def merged_order(before: Sequence[K], now: Sequence[K], theirs: Sequence[K]) -> tuple[K, ...]:
    """Return the other board's list with the items that this board added, removed or moved.

    The order is that of the board that moved something; where both did, this board's.

    Args:
        before: What this board last read from the file.
        now: What this board wants to write.
        theirs: What the file holds now.
    """
    if list(theirs) == list(before):
        return tuple(now)
    stays = [item for item in now if item in before]
    has_moved = stays != [item for item in before if item in now]
    wanted = (set(theirs) | (set(now) - set(before))) - (set(before) - set(now))
    first, last = (now, theirs) if has_moved else (theirs, now)
    return tuple(item for item in dict.fromkeys((*first, *last)) if item in wanted)


def merged_finding(before: SavedSearch, now: SavedSearch, theirs: SavedSearch) -> SavedSearch:
    """Return the other board's favourites and saved searches with this board's changes.

    Args:
        before: What this board last read from the file.
        now: What this board wants to write.
        theirs: What the file holds now.
    """
    return SavedSearch(
        favourites=merged_order(before.favourites, now.favourites, theirs.favourites),
        saved=merged_map(before.saved, now.saved, theirs.saved),
    )
