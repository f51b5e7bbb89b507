"""The office's time, kept in step with a clock that may jump, and with a machine that may be slow."""

from collections.abc import Callable

from lampfield.sources.demo.scheduler import Scheduler

Clock = Callable[[], float]
"""Epoch seconds."""

LONGEST_STEP_SECONDS = 1.0
"""What passes at once at most. A laptop that slept does not live through the night when it wakes."""


class SimulationClock:
    """Turns the clock's time into the agenda's.

    Args:
        agenda: Whose time it is. Its epoch is moved so that it shows the clock's time all the same.
        clock: Epoch seconds.
        speed: How many seconds pass in the office in one of the clock's; above 0.
    """

    def __init__(self, scheduler: Scheduler, clock: Clock, speed: float = 1.0) -> None:
        self._scheduler = scheduler
        self._clock = clock
        self._speed = speed

    def now(self) -> float:
        """Return the second of office time that it is; never one of the past, never far ahead."""
        scheduler = self._scheduler
        gap = self._clock() - scheduler.epoch - scheduler.now
        passing = min(max(gap, 0.0), LONGEST_STEP_SECONDS) * self._speed
        scheduler.epoch += gap - passing
        return scheduler.now + passing

    def seconds_until(self, due: float) -> float:
        """Return how many of the clock's seconds there are until a second of office time."""
        return max(due - self.now(), 0.0) / self._speed
