"""The pace of a feed: how many changes are due by now, whatever the event loop was late. Pure."""

from typing import NamedTuple


class Pace(NamedTuple):
    """Changes a second."""

    changes: float = 0.0
    in_sight: float | None = None
    """How many of them are of contacts in sight; None: all contacts change alike."""


class Due:
    """Counts what is due.

    Args:
        pace: Changes a second.
        began: Monotonic seconds.
    """

    def __init__(self, pace: Pace, began: float) -> None:
        self._pace = pace
        self._began = began
        self._near = 0
        self._all = 0

    def take(self, now: float) -> tuple[int, int]:
        """Return how many changes in sight, and how many others, became due since this was last asked."""
        seconds = now - self._began
        near, all_ = int((self._pace.in_sight or 0.0) * seconds), int(self._pace.changes * seconds)
        due = near - self._near, (all_ - near) - (self._all - self._near)
        self._near, self._all = near, all_
        return due
