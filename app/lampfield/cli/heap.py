"""The C library's heap, where it is glibc's: what large blocks leave behind there."""

from contextlib import suppress

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
