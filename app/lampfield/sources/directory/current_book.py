"""Decide which people to show: those just read, or those of an earlier read. Pure.

An unreadable file removes nobody, and a much shorter one may be a copy in progress.
"""

from typing import NamedTuple

from lampfield.sources.directory.file import FileStamp
from lampfield.sources.directory.row import DirectoryBook

GRACE_SECONDS = 10.0
"""How long a much shorter file must stay unchanged before it is accepted."""


class ReadOutcome(NamedTuple):
    """The result of reading the file once."""

    stamp: FileStamp
    book: DirectoryBook | None = None
    """None if the file is unreadable."""
    error: str = ""
    """Why it is unreadable, as the end of a sentence."""


class CurrentBook:
    """The people currently in effect, and the error of the last read.

    Args:
        grace_seconds: How long a much shorter file must stay unchanged before it is accepted.
    """

    def __init__(self, grace_seconds: float = GRACE_SECONDS) -> None:
        self._grace_seconds = grace_seconds
        self.book = DirectoryBook()
        self.error = ""
        self.stamp: FileStamp | None = None
        """Stamp of the last read; None before the first."""
        self._short_since: float | None = None

    @property
    def is_in_grace(self) -> bool:
        """Whether the file became much shorter, so that it must be read again even if it does not change."""
        return self._short_since is not None

    def update(self, outcome: ReadOutcome, now: float) -> None:
        """Apply the result of a read.

        Args:
            outcome: The result.
            now: Monotonic time in seconds.
        """
        is_unchanged = outcome.stamp == self.stamp
        self.stamp, self.error = outcome.stamp, outcome.error
        if outcome.book is None:
            self._short_since = None
        elif self._is_provisional(outcome.book, now, is_unchanged=is_unchanged):
            self._short_since = now if self._short_since is None else self._short_since
        else:
            self._short_since = None
            self.book = outcome.book

    def _is_provisional(self, book: DirectoryBook, now: float, *, is_unchanged: bool) -> bool:
        if 2 * len(book.rows) >= len(self.book.rows):
            return False
        return not is_unchanged or self._short_since is None or now - self._short_since < self._grace_seconds
