"""What was there already: bounded memory for telling nothing twice."""

from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


class Once(Generic[K]):
    """Says of each thing whether it is the first time.

    Args:
        limit: So many things are remembered, the latest.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._known: dict[K, None] = {}

    def first(self, key: K) -> bool:
        """Remember a thing, and say whether it is the first time."""
        if key in self._known:
            return False
        self._known[key] = None
        if len(self._known) > self._limit:
            del self._known[next(iter(self._known))]
        return True
