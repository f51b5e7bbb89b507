"""A bounded set that suppresses repeated events."""

from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


class Once(Generic[K]):
    """Remembers the latest keys.

    Args:
        limit: The maximum number of keys.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._known: dict[K, None] = {}

    def add(self, key: K) -> bool:
        """Add a key. Returns whether it is new."""
        if key in self._known:
            return False
        self._known[key] = None
        if len(self._known) > self._limit:
            del self._known[next(iter(self._known))]
        return True
