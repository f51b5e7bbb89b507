"""What the sections of the bench share: the book, and how much is done."""

import sys
from typing import NamedTuple

from tests.bench.figures import Book


class Bench(NamedTuple):
    """One run of the bench.

    Every section takes its programs in turn, again and again, so that what the machine does besides falls on
    all of them; the first of each run is paired with the first of its rivals, and so on.
    """

    book: Book
    runs: int
    seconds: float
    """How long the processor time of a program is watched."""
    warm_seconds: float
    """How long it runs before."""
    probes: int
    """How many changes are timed in a run."""
    keys: int
    """How many keys are timed in a run, each way; fewer than there are tiles in sight."""
    chromium: str | None
    """The path of a Chromium, if there is one."""

    def say(self, words: str) -> None:
        """Tell whoever waits what is going on."""
        print(words, file=sys.stderr, flush=True)
