"""The simulated time: the scheduler of its steps, and the real clock that drives it.

Time is an argument: nothing here waits.
"""

import heapq
from collections.abc import Callable
from itertools import count

Action = Callable[[], object]

Clock = Callable[[], float]
"""Epoch seconds."""

LONGEST_STEP_SECONDS = 1.0
"""The longest step. A laptop that wakes up after a night does not simulate that night."""


class Scheduler:
    """Runs scheduled steps in the order of their times.

    Args:
        epoch: Epoch seconds at the simulation's start, its second 0.
    """

    def __init__(self, epoch: float) -> None:
        self.epoch = epoch
        self.now = 0.0
        """Seconds since the simulation's start."""
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
        """The time of the next step in simulated seconds; infinite if there is none."""
        return self._heap[0][0] if self._heap else float("inf")

    def call_later(self, seconds: float, action: Action) -> None:
        """Schedule a step. It cannot be cancelled: it checks itself whether it still applies."""
        heapq.heappush(self._heap, (self.now + seconds, next(self._order), action))

    def run_until(self, to: float) -> None:
        """Run all steps up to a time, each at its own time, then set the time."""
        while self._heap and self._heap[0][0] <= to:
            due, _, action = heapq.heappop(self._heap)
            self.now = max(due, self.now)
            action()
        self.now = max(to, self.now)


class SimulationClock:
    """Converts the time of a real clock to the scheduler's.

    Args:
        scheduler: The scheduler. Its epoch is adjusted so that it always shows the real time.
        clock: Epoch seconds.
        speed: Simulated seconds for each real second; above 0.
    """

    def __init__(self, scheduler: Scheduler, clock: Clock, speed: float = 1.0) -> None:
        self._scheduler = scheduler
        self._clock = clock
        self._speed = speed

    def now(self) -> float:
        """Return the simulated time in seconds. It never goes back, and advances in limited steps."""
        scheduler = self._scheduler
        gap = self._clock() - scheduler.epoch - scheduler.now
        passing = min(max(gap, 0.0), LONGEST_STEP_SECONDS) * self._speed
        scheduler.epoch += gap - passing
        return scheduler.now + passing

    def seconds_until(self, due: float) -> float:
        """Return the real seconds until a simulated time."""
        return max(due - self.now(), 0.0) / self._speed
