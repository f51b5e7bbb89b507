"""A clock with timers: the event loop, or a fake clock in tests."""

from collections.abc import Callable
from typing import Protocol


class Timing(Protocol):
    """A monotonic clock with timers."""

    def time(self) -> float:
        """Return the current time in seconds of a monotonic clock."""

    def call_later(self, delay: float, callback: Callable[[], None]) -> object:
        """Call back after a delay in seconds."""
