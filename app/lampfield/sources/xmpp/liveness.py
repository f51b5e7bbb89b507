"""Whether a line is alive, judged by its traffic: any byte that comes is life. No I/O."""

from enum import Enum, auto
from typing import NamedTuple

PING_AFTER_SECONDS = 5.0
"""Silence after which the server is asked whether it is there."""
ANSWER_SECONDS = 10.0
"""How long it may then go on in silence. So a server that stands still is told after 15 s."""
PING_AFTER_BYTES = 20_000
"""After so many bytes it is asked too, so that it is known what it has read."""
MIN_BYTES_PER_SECOND = 2000
"""The server may read this slowly: ejabberd reads 3,000 a second and Prosody 10,000, as Debian sets them up.
What was sent before the question is read before it, so the answer takes that much longer."""
MAX_ANSWER_SECONDS = 60.0
"""How long an answer may take at most, whatever was sent before it."""
LATE_SECONDS = 2.0
"""Whoever looks this much later than it meant to was held up itself, and looks again before it judges."""


class Step(Enum):
    """What is to be done next."""

    WAIT = auto()
    PING = auto()
    """Ask the server whether it is there."""
    GIVE_UP = auto()
    """The server does not answer any more."""


class LivenessCheck(NamedTuple):
    """What a look at the traffic showed."""

    step: Step
    seconds: float
    """Until the next look."""


class LivenessMonitor:
    """The traffic of one line.

    Args:
        now: Seconds of a clock that never goes back.
    """

    def __init__(self, now: float) -> None:
        self.last_read_at = now
        """When the last byte came, or the line began."""
        self.first_bytes = b""
        """What the server said first."""
        self._pinged_at: float | None = None
        self._next_check_at = now
        self._written_bytes = 0
        self._pinged_bytes = 0
        self._acknowledged_bytes = 0

    @property
    def unanswered_bytes(self) -> int:
        """What the server may not have read yet."""
        return self._written_bytes - self._acknowledged_bytes

    def note_read(self, data: bytes, now: float) -> None:
        """Note bytes that came."""
        if len(self.first_bytes) < FIRST_BYTES:
            self.first_bytes = (self.first_bytes + data)[:FIRST_BYTES]
        self.last_read_at = now

    def note_written(self, count: int) -> None:
        """Note bytes that were sent."""
        self._written_bytes += count

    def note_ping(self, now: float) -> None:
        """Note that the server is asked. What was sent until now is read before it answers."""
        self._pinged_at = now
        self._pinged_bytes = self._written_bytes

    def note_pong(self) -> None:
        """Note the answer to what was asked last."""
        self._pinged_at = None
        self._acknowledged_bytes = self._pinged_bytes

    def check(self, now: float) -> LivenessCheck:
        """Return what is to be done now, and when to look again."""
        late, self._next_check_at = now - self._next_check_at, now
        result = self._evaluate(now)
        if result.step is Step.GIVE_UP and late > LATE_SECONDS:
            # This process stood still, so what the server sent may not have been read yet.
            result = LivenessCheck(Step.WAIT, LATE_SECONDS)
        self._next_check_at += result.seconds
        return result

    def _evaluate(self, now: float) -> LivenessCheck:
        if self._pinged_at is None:
            left = self.last_read_at + PING_AFTER_SECONDS - now
            is_due = left <= 0 or self.unanswered_bytes >= PING_AFTER_BYTES
            return LivenessCheck(Step.PING, PING_AFTER_SECONDS) if is_due else LivenessCheck(Step.WAIT, left)
        left = max(self.last_read_at, self._pinged_at) + self._answer_seconds() - now
        # An answer may come sooner, and then silence is to be noticed as soon as ever.
        return (
            LivenessCheck(Step.GIVE_UP, 0.0)
            if left <= 0
            else LivenessCheck(Step.WAIT, min(left, PING_AFTER_SECONDS))
        )

    def _answer_seconds(self) -> float:
        """Return how long the server may be silent while an answer is waited for, in seconds."""
        return min(MAX_ANSWER_SECONDS, ANSWER_SECONDS + self.unanswered_bytes / MIN_BYTES_PER_SECOND)


FIRST_BYTES = 64
"""Enough to tell what kind of server it is."""
