"""A condition variable for predicates over changing state."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Condition:
    """Wakes each waiter when its own predicate holds, and no other."""

    def __init__(self) -> None:
        self._waiting: dict[asyncio.Future[None], Callable[[], object]] = {}

    async def wait_for(self, find: Callable[[], T | None]) -> T:
        """Return the result of ``find`` as soon as it is not None. `notify` calls it again."""
        while (found := find()) is None:
            woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting[woken] = find
            try:
                await woken
            finally:
                del self._waiting[woken]
        return found

    def notify(self) -> None:
        """Evaluate all predicates after a change, and wake the waiters whose predicate holds."""
        for future, find in self._waiting.items():
            if not future.done() and find() is not None:
                future.set_result(None)
