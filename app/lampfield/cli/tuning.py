"""Memory tuning of a board's process: garbage collection thresholds and the C library's heap."""

import asyncio
import gc
from contextlib import suppress

LATEST_SECONDS = 10.0
"""When garbage collection resumes at the latest, whether anything is shown or not."""

OBJECTS = 3_000, 3, 20
"""The thresholds of the three generations. A page of tiles allocates thousands of long-lived objects: with
Python's default of 700, one key press would trigger half a dozen useless collections."""

CALM_SECONDS = 1.0
"""How long after the first contacts are shown the first collection runs: by then they are painted."""


def pause() -> None:
    """Disable garbage collection."""
    gc.disable()


def resume() -> None:
    """Enable garbage collection."""
    gc.enable()


def set_aside() -> None:
    """End the start: collect once, exempt all objects so far from collection, and trim the heap."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*OBJECTS)
    settle()


async def resume_after(shown: asyncio.Event, calm_seconds: float = CALM_SECONDS) -> None:
    """Collect once after the start, then enable garbage collection for objects allocated from then on.

    Args:
        shown: An event that is set when the first contacts are shown.
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
"""Blocks of this size or more are mapped separately, and freeing them returns their pages to the system.

By default glibc raises this threshold as soon as such a block is freed (``mallopt(3)``, dynamic adjustment);
small long-lived blocks then pin the memory that the first snapshot needed: 4 of 72 MB with 10,000 contacts.
"""

PASSING_BYTES = 1_048_576
"""The mmap and trim thresholds after the start.

asyncio allocates a block of 256 KiB for each read, then shrinks it to the data received. Mapping, shrinking
and unmapping it each time took a fifth of a board's CPU time at 1,000 changes/s.
"""


def keep_large_blocks_apart() -> None:
    """Map large blocks separately from now on, so that freeing them returns their memory."""
    _set(M_MMAP_THRESHOLD, OWN_PAGES_BYTES)


def settle() -> None:
    """Return memory that only the start needed to the system, and keep a reserve for short-lived blocks."""
    # Imported late: no other part of a command needs it.
    import ctypes

    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)
    _set(M_MMAP_THRESHOLD, PASSING_BYTES)
    _set(M_TRIM_THRESHOLD, PASSING_BYTES)


def _set(parameter: int, value: int) -> None:
    import ctypes

    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(parameter, value)
