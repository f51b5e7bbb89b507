"""A clock that a test moves."""

from collections.abc import Callable


class HandMoved:
    """A clock that stands until a test moves it; what is due then is called."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self._due: list[tuple[float, Callable[[], None]]] = []

    @property
    def waiting(self) -> int:
        """How many calls are due later."""
        return len(self._due)

    def time(self) -> float:
        """Return the time."""
        return self.now

    def call_later(self, delay: float, callback: Callable[[], None]) -> None:
        """Call something once so many seconds have passed."""
        self._due.append((self.now + delay, callback))

    def move(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds
        due = [callback for at, callback in self._due if at <= self.now]
        self._due = [(at, callback) for at, callback in self._due if at > self.now]
        for callback in due:
            callback()
