"""A least-recently-used cache bounded by its total size in bytes. Hub and client keep photos in one."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

V = TypeVar("V")

ITEM_BYTES = 200
"""The overhead of one item. It also bounds the number of empty items."""


class ByteLru(Generic[V]):
    """A cache that evicts the least recently used items when it exceeds its size.

    Args:
        max_bytes: The largest total size of the items, overhead included.
        bytes_of: Returns the size of an item in bytes.
    """

    def __init__(self, max_bytes: int, bytes_of: Callable[[V], int]) -> None:
        self._max_bytes = max_bytes
        self._bytes_of = bytes_of
        self._items: OrderedDict[Hashable, V] = OrderedDict()
        self.bytes = 0
        """The total size of the items, overhead included."""

    def get(self, key: Hashable) -> V | None:
        """Return the item of a key and mark it as used; None if there is none."""
        item = self._items.get(key)
        if item is not None:
            self._items.move_to_end(key)
        return item

    def put(self, key: Hashable, item: V) -> None:
        """Add or replace the item of a key. An item larger than the cache is not kept."""
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
