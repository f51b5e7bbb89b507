"""A bounded set that suppresses repeated events."""

from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


class Once(Generic[K]):
    """Remembers which keys were seen.

    Args:
        limit: How many of the latest keys are remembered.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._known: dict[K, None] = {}

    def first(self, key: K) -> bool:
        """Remember a key. Returns whether it is new."""
        if key in self._known:
            return False
        self._known[key] = None
        if len(self._known) > self._limit:
            del self._known[next(iter(self._known))]
        return True
