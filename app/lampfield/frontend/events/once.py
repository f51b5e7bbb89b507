"""A bounded set that suppresses repeated events."""

from collections.abc import Hashable
from typing import Generic, TypeVar

from lampfield.model.bounded import BoundedDict

K = TypeVar("K", bound=Hashable)


class Once(Generic[K]):
    """Remembers the latest keys.

    Args:
        limit: The maximum number of keys.
    """

    def __init__(self, limit: int) -> None:
        self._known: BoundedDict[K, None] = BoundedDict(limit)

    def add(self, key: K) -> bool:
        """Add a key. Returns whether it is new."""
        if key in self._known:
            return False
        self._known[key] = None
        return True
