"""The time of the simulation, derived from a real clock that may jump or stall."""

from collections.abc import Callable

from lampfield.sources.demo.scheduler import Scheduler

Clock = Callable[[], float]
"""Epoch seconds."""

LONGEST_STEP_SECONDS = 1.0
"""The longest step. A laptop that wakes up after a night does not simulate that night."""


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
