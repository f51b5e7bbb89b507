"""A shelf: the latest used of many byte strings, bounded by their size together."""

from collections import OrderedDict
from collections.abc import Hashable


class Shelf:
    """A cache of bytes.

    Args:
        max_bytes: How much it holds; what was not used for longest goes first.
    """

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._items: OrderedDict[Hashable, bytes] = OrderedDict()

    def get(self, key: Hashable) -> bytes | None:
        """Return what lies under a key."""
        data = self._items.get(key)
        if data is not None:
            self._items.move_to_end(key)
        return data

    def put(self, key: Hashable, data: bytes) -> None:
        """Lay something under a key. What is larger than the shelf is not kept."""
        self._bytes += len(data) - len(self._items.pop(key, b""))
        self._items[key] = data
        while self._bytes > self._max_bytes:
            _, dropped = self._items.popitem(last=False)
            self._bytes -= len(dropped)
