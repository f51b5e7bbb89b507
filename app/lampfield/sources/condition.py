"""Waiting for what a server tells."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Condition:
    """Those who wait until something is so."""

    def __init__(self) -> None:
        self._waiting: dict[asyncio.Future[None], Callable[[], object]] = {}

    async def until(self, look: Callable[[], T | None]) -> T:
        """Return what ``look`` finds, as soon as it finds anything. It is asked after every change."""
        while (found := look()) is None:
            changed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting[changed] = look
            try:
                await changed
            finally:
                del self._waiting[changed]
        return found

    def changed(self) -> None:
        """Let those look whose turn may have come."""
        for future, look in self._waiting.items():
            if not future.done() and look() is not None:
                future.set_result(None)
