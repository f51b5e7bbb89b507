"""The office's clock and what is to happen when: time is an argument here, nothing waits."""

import heapq
from collections.abc import Callable
from itertools import count

Action = Callable[[], object]


class Scheduler:
    """Appointments in order of time, and the time itself.

    Args:
        epoch: Epoch seconds at which the office opens, its second 0.
    """

    def __init__(self, epoch: float) -> None:
        self.epoch = epoch
        self.now = 0.0
        """Seconds since the office opened."""
        self._heap: list[tuple[float, int, Action]] = []
        self._order = count()

    @property
    def wall(self) -> float:
        """Epoch seconds, to the millisecond."""
        return round(self.epoch + self.now, 3)

    @property
    def wall_ms(self) -> int:
        """Epoch milliseconds."""
        return int((self.epoch + self.now) * 1000)

    @property
    def next_due(self) -> float:
        """The second of the next appointment; infinite when there is none."""
        return self._heap[0][0] if self._heap else float("inf")

    def call_later(self, seconds: float, action: Action) -> None:
        """Let something happen some seconds from now. It looks for itself whether it still makes sense."""
        heapq.heappush(self._heap, (self.now + seconds, next(self._order), action))

    def run_until(self, to: float) -> None:
        """Let all happen that is due up to a second, each at its own time, then it is that second."""
        while self._heap and self._heap[0][0] <= to:
            due, _, action = heapq.heappop(self._heap)
            self.now = max(due, self.now)
            action()
        self.now = max(to, self.now)
