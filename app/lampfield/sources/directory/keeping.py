"""Which book counts: what was just read, or what the file said before. Pure.

A file that cannot be understood has lost nobody, and one that is much shorter may be in the middle of a copy.
"""

from typing import NamedTuple

from lampfield.sources.directory.file import Stamp
from lampfield.sources.directory.row import DirectoryBook

GRACE_SECONDS = 10.0
"""How long a much shorter file is only looked at."""


class Look(NamedTuple):
    """What one look at the file showed."""

    stamp: Stamp
    book: DirectoryBook | None = None
    """None: it cannot be understood."""
    trouble: str = ""
    """Why not, as the end of a sentence."""


class Kept:
    """The book that counts, and what is wrong with the file.

    Args:
        grace_seconds: How long a much shorter file is only looked at.
    """

    def __init__(self, grace_seconds: float = GRACE_SECONDS) -> None:
        self._grace_seconds = grace_seconds
        self.book = DirectoryBook()
        self.trouble = ""
        self.stamp: Stamp | None = None
        """Of the last look; None before the first."""
        self._short_since: float | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether the file is much shorter than before, and is to be read again though it does not change."""
        return self._short_since is not None

    def take(self, look: Look, now: float) -> None:
        """Take what a look showed.

        Args:
            look: What it showed.
            now: Seconds of a clock that is never set.
        """
        is_still = look.stamp == self.stamp
        self.stamp, self.trouble = look.stamp, look.trouble
        if look.book is None:
            self._short_since = None
        elif self._is_early(look.book, now, is_still=is_still):
            self._short_since = now if self._short_since is None else self._short_since
        else:
            self._short_since = None
            self.book = look.book

    def _is_early(self, book: DirectoryBook, now: float, *, is_still: bool) -> bool:
        if 2 * len(book.rows) >= len(self.book.rows):
            return False
        return not is_still or self._short_since is None or now - self._short_since < self._grace_seconds
