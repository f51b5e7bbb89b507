"""Memory tuning of a board's process: garbage collection thresholds and the C library's heap."""

import asyncio
import gc
from contextlib import suppress

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
    settle()


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


M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
"""The parameters' numbers (glibc, ``malloc.h``)."""

OWN_PAGES_BYTES = 16_384
"""Blocks from this size on get pages of their own, and these go back to the system at once.

By itself glibc puts them among all others as soon as one was freed (``mallopt(3)``, dynamic adjustment); then
small ones that stay hold on to the room that the texts of a first picture needed: 4 of 72 MB with 10,000
contacts.
"""

PASSING_BYTES = 1_048_576
"""Blocks up to this size come and go once the start is over, and so much that is free is kept for the next.

asyncio reads into a block of 256 KiB each time, which it then shrinks to what came. With pages of its own,
which the system makes, shrinks and takes back, that was a fifth of what a board cost at 1,000 changes/s.
"""


def keep_large_blocks_apart() -> None:
    """Let large blocks leave nothing behind, from now on."""
    _set(M_MMAP_THRESHOLD, OWN_PAGES_BYTES)


def settle() -> None:
    """Give the system back what only the start needed, and keep room for what comes and goes from now on."""
    # Imported now: nothing else of a command needs it.
    import ctypes

    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)
    _set(M_MMAP_THRESHOLD, PASSING_BYTES)
    _set(M_TRIM_THRESHOLD, PASSING_BYTES)


def _set(parameter: int, value: int) -> None:
    import ctypes

    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(parameter, value)
