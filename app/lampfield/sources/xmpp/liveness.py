"""Judge by its traffic whether a connection is alive: any received byte proves it. No I/O."""

from enum import Enum, auto
from typing import NamedTuple

PING_AFTER_SECONDS = 5.0
"""Silence after which the server is pinged."""
ANSWER_SECONDS = 10.0
"""Further silence after which the connection is dead: an unresponsive server is detected after 15 s."""
PING_AFTER_BYTES = 20_000
"""Sent bytes after which the server is pinged too, to learn how much it has read."""
MIN_BYTES_PER_SECOND = 2000
"""Minimum reading speed of the server: ejabberd reads 3,000 bytes per second and Prosody 10,000 with Debian's
settings. The server reads earlier data before the ping, so the answer may take that much longer."""
MAX_ANSWER_SECONDS = 60.0
"""Maximum time for an answer, whatever was sent before."""
LATE_SECONDS = 2.0
"""If a check is later than planned by this much, the process itself was stalled and must check again."""


FIRST_BYTES = 64
"""Enough to recognize other kinds of servers."""


class Step(Enum):
    """The next step."""

    WAIT = auto()
    PING = auto()
    """Ping the server."""
    GIVE_UP = auto()
    """The server does not answer any more."""


class LivenessCheck(NamedTuple):
    """The result of a check."""

    step: Step
    seconds: float
    """Until the next check."""


class LivenessMonitor:
    """Tracks the traffic of one connection.

    Args:
        now: Monotonic time in seconds.
    """

    def __init__(self, now: float) -> None:
        self.last_read_at = now
        """Time of the last received byte, or of the beginning."""
        self.first_bytes = b""
        """The first bytes from the server."""
        self._pinged_at: float | None = None
        self._next_check_at = now
        self._written_bytes = 0
        self._pinged_bytes = 0
        self._acknowledged_bytes = 0

    @property
    def unanswered_bytes(self) -> int:
        """Bytes that the server may not have read yet."""
        return self._written_bytes - self._acknowledged_bytes

    def note_read(self, data: bytes, now: float) -> None:
        """Record received bytes."""
        if len(self.first_bytes) < FIRST_BYTES:
            self.first_bytes = (self.first_bytes + data)[:FIRST_BYTES]
        self.last_read_at = now

    def note_written(self, count: int) -> None:
        """Record sent bytes."""
        self._written_bytes += count

    def note_ping(self, now: float) -> None:
        """Record a ping. The server reads all earlier data before it answers."""
        self._pinged_at = now
        self._pinged_bytes = self._written_bytes

    def note_pong(self) -> None:
        """Record the answer to the last ping."""
        self._pinged_at = None
        self._acknowledged_bytes = self._pinged_bytes

    def check(self, now: float) -> LivenessCheck:
        """Return the next step and the time until the next check."""
        late, self._next_check_at = now - self._next_check_at, now
        result = self._evaluate(now)
        if result.step is Step.GIVE_UP and late > LATE_SECONDS:
            # This process was stalled, so data from the server may be waiting to be read.
            result = LivenessCheck(Step.WAIT, LATE_SECONDS)
        self._next_check_at += result.seconds
        return result

    def _evaluate(self, now: float) -> LivenessCheck:
        if self._pinged_at is None:
            left = self.last_read_at + PING_AFTER_SECONDS - now
            is_due = left <= 0 or self.unanswered_bytes >= PING_AFTER_BYTES
            return LivenessCheck(Step.PING, PING_AFTER_SECONDS) if is_due else LivenessCheck(Step.WAIT, left)
        left = max(self.last_read_at, self._pinged_at) + self._answer_seconds() - now
        # An answer may come earlier; check often enough to notice the silence after it.
        return (
            LivenessCheck(Step.GIVE_UP, 0.0)
            if left <= 0
            else LivenessCheck(Step.WAIT, min(left, PING_AFTER_SECONDS))
        )

    def _answer_seconds(self) -> float:
        """Return the maximum silence while a ping is unanswered, in seconds."""
        return min(MAX_ANSWER_SECONDS, ANSWER_SECONDS + self.unanswered_bytes / MIN_BYTES_PER_SECOND)
