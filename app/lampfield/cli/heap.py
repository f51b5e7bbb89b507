"""The C library's heap, where it is glibc's: what large blocks leave behind there."""

from contextlib import suppress

M_MMAP_THRESHOLD = -3
"""The parameter's number (glibc, ``malloc.h``)."""

OWN_PAGES_BYTES = 16_384
"""Blocks from this size on get pages of their own, and these go back to the system at once.

By itself glibc puts them among all others as soon as one was freed (``mallopt(3)``, dynamic adjustment); then
small ones that stay hold on to the room that the texts of a first picture needed: 4 of 72 MB with 10,000
contacts.
"""


def keep_large_blocks_apart() -> None:
    """Let large blocks leave nothing behind, from now on."""
    # Imported now: nothing else of a command needs it.
    import ctypes

    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, OWN_PAGES_BYTES)


def give_back() -> None:
    """Give the system the memory back that only the start needed."""
    import ctypes

    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)
