"""Turns: when many ask for something large at once, a few at a time are given it.

The hub would else serve all of them a little: all would wait for the last, and so would whoever wants little.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager

AT_ONCE = 8
"""How many have their turn at the same time."""

LONGEST_SECONDS = 0.25
"""Whoever takes longer goes on, but the others wait for it no more: its line is slow, not the hub."""


class Turns:
    """Who is given something large now."""

    def __init__(self) -> None:
        self._free = asyncio.Semaphore(AT_ONCE)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn; it lasts as long as the block, but not for ever."""
        await self._free.acquire()
        with ExitStack() as given:
            given.callback(self._free.release)
            ending = asyncio.get_running_loop().call_later(LONGEST_SECONDS, given.close)
            given.callback(ending.cancel)
            yield
