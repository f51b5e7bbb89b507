"""When something is to be done: a port. The event loop has it; tests move one of their own."""

from collections.abc import Callable
from typing import Protocol


class Timing(Protocol):
    """A clock that also calls."""

    def time(self) -> float:
        """Return the seconds of a clock that only goes forward."""

    def call_later(self, delay: float, callback: Callable[[], None]) -> object:
        """Call something after some seconds."""
