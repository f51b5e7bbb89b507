"""Python's search for garbage, which finds little while a board starts and takes a sixth of that time.

What the start has made stays for as long as the board runs: it is set aside for good, so that no later search
goes through it and holds up a key.
"""

import asyncio
import gc
from contextlib import suppress

from lampfield.cli import heap

LATEST_SECONDS = 10.0
"""After so long the search goes on, whether anything is shown or not."""

OBJECTS = 3_000, 3, 20
"""So many objects come, more than go, until it is searched among them; and so many such searches until it is
searched among all that came since the last of these, or among all. A page of tiles is some thousands, all of
which stay: with Python's 700, half a dozen searches that find nothing fall into the answer to one key."""

CALM_SECONDS = 1.0
"""How long after the first contacts were shown the one search is made: by then they are painted."""


def pause() -> None:
    """Search no more."""
    gc.disable()


def resume() -> None:
    """Search as usual."""
    gc.enable()


def set_aside() -> None:
    """Search once, and no more through what is there by now: the start is over."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*OBJECTS)
    heap.settle()


async def resume_after(shown: asyncio.Event, calm_seconds: float = CALM_SECONDS) -> None:
    """Search once, then again as usual, but not through what is there by then.

    Args:
        shown: Set when the start is over.
        calm_seconds: How long to wait after that.
    """
    with suppress(TimeoutError):
        async with asyncio.timeout(LATEST_SECONDS):
            await shown.wait()
    await asyncio.sleep(calm_seconds)
    set_aside()
    gc.enable()
