"""The office's time, kept in step with a clock that may jump, and with a machine that may be slow."""

from collections.abc import Callable

from lampfield.sources.demo.agenda import Agenda

Clock = Callable[[], float]
"""Epoch seconds."""

LONGEST_STEP_SECONDS = 1.0
"""What passes at once at most. A laptop that slept does not live through the night when it wakes."""


class Pace:
    """Turns the clock's time into the agenda's.

    Args:
        agenda: Whose time it is. Time that is left out moves its epoch.
        clock: Epoch seconds.
    """

    def __init__(self, agenda: Agenda, clock: Clock) -> None:
        self._agenda = agenda
        self._clock = clock

    def now(self) -> float:
        """Return the second of office time that it is; never one of the past, never far ahead."""
        agenda = self._agenda
        gap = self._clock() - agenda.epoch - agenda.now
        if not 0 <= gap <= LONGEST_STEP_SECONDS:
            allowed = LONGEST_STEP_SECONDS if gap > 0 else 0.0
            agenda.epoch += gap - allowed
            gap = allowed
        return agenda.now + gap
