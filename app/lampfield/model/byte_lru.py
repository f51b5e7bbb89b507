"""A shelf: the latest used of many things, bounded by their size together. Both ends keep photos on one."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

V = TypeVar("V")

ITEM_BYTES = 200
"""What a thing takes besides what it holds: so many empty ones are bounded too."""


class ByteLru(Generic[V]):
    """A cache of things that hold bytes.

    Args:
        max_bytes: How much it holds; what was not used for longest goes first.
        bytes_of: Says how many bytes a thing holds.
    """

    def __init__(self, max_bytes: int, bytes_of: Callable[[V], int]) -> None:
        self._max_bytes = max_bytes
        self._bytes_of = bytes_of
        self._items: OrderedDict[Hashable, V] = OrderedDict()
        self.bytes = 0
        """What lies on it now."""

    def get(self, key: Hashable) -> V | None:
        """Return what lies under a key."""
        item = self._items.get(key)
        if item is not None:
            self._items.move_to_end(key)
        return item

    def put(self, key: Hashable, item: V) -> None:
        """Lay something under a key. What is larger than the shelf is not kept."""
        before = self._items.pop(key, None)
        if before is not None:
            self.bytes -= self._size(before)
        self._items[key] = item
        self.bytes += self._size(item)
        while self.bytes > self._max_bytes:
            _, dropped = self._items.popitem(last=False)
            self.bytes -= self._size(dropped)

    def _size(self, item: V) -> int:
        return self._bytes_of(item) + ITEM_BYTES
