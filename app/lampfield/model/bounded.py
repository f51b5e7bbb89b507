"""A dict of bounded size."""

from collections import OrderedDict
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class BoundedDict(OrderedDict[K, V]):
    """A dict that drops its oldest entry when it exceeds its maximum size.

    It builds on `OrderedDict`, because ``next(iter(d))`` on a plain dict slows down as deleted entries pile
    up at its front. Setting an existing key does not change its age.

    Args:
        max_size: The maximum number of entries.
    """

    def __init__(self, max_size: int) -> None:
        super().__init__()
        self._max_size = max_size

    def __setitem__(self, key: K, value: V) -> None:
        """Set an entry, and drop the oldest one if there are too many."""
        super().__setitem__(key, value)
        if len(self) > self._max_size:
            self.popitem(last=False)
