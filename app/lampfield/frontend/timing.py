"""A clock with timers, as the event loop has it; tests pass one that they move themselves."""

from collections.abc import Callable
from typing import Protocol


class Timing(Protocol):
    """A clock that also calls."""

    def time(self) -> float:
        """Return the seconds of a clock that only goes forward."""

    def call_later(self, delay: float, callback: Callable[[], None]) -> object:
        """Call back after some seconds."""
