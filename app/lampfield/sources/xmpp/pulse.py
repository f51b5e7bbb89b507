"""Whether a line is alive, judged by its traffic: any byte that comes is life. No I/O."""

from enum import Enum, auto
from typing import NamedTuple

ASK_SECONDS = 5.0
"""Silence after which the server is asked whether it is there."""
ANSWER_SECONDS = 10.0
"""How long it may then go on in silence. So a server that stands still is told after 15 s."""
ASK_BYTES = 20_000
"""After so many bytes it is asked too, so that it is known what it has read."""
SLOWEST_BYTES_PER_SECOND = 2000
"""The server may read this slowly: ejabberd reads 3,000 a second and Prosody 10,000, as Debian sets them up.
What was sent before the question is read before it, so the answer takes that much longer."""
LONGEST_SECONDS = 60.0
"""How long an answer may take at most, whatever was sent before it."""
LATE_SECONDS = 2.0
"""Whoever looks this much later than it meant to was held up itself, and looks again before it judges."""


class Step(Enum):
    """What is to be done next."""

    WAIT = auto()
    ASK = auto()
    """Ask the server whether it is there."""
    GIVE_UP = auto()
    """The server does not answer any more."""


class Liveness(NamedTuple):
    """What a look at the traffic showed."""

    step: Step
    seconds: float
    """Until the next look."""


class Pulse:
    """The traffic of one line.

    Args:
        now: Seconds of a clock that never goes back.
    """

    def __init__(self, now: float) -> None:
        self.heard_at = now
        """When the last byte came, or the line began."""
        self.first_bytes = b""
        """What the server said first."""
        self._asked_at: float | None = None
        self._look_at = now
        self._written_bytes = 0
        self._asked_bytes = 0
        self._answered_bytes = 0

    @property
    def unanswered_bytes(self) -> int:
        """What the server may not have read yet."""
        return self._written_bytes - self._answered_bytes

    def read(self, data: bytes, now: float) -> None:
        """Note bytes that came."""
        if len(self.first_bytes) < FIRST_BYTES:
            self.first_bytes = (self.first_bytes + data)[:FIRST_BYTES]
        self.heard_at = now

    def wrote(self, count: int) -> None:
        """Note bytes that were sent."""
        self._written_bytes += count

    def asked(self, now: float) -> None:
        """Note that the server is asked. What was sent until now is read before it answers."""
        self._asked_at = now
        self._asked_bytes = self._written_bytes

    def answered(self) -> None:
        """Note the answer to what was asked last."""
        self._asked_at = None
        self._answered_bytes = self._asked_bytes

    def look(self, now: float) -> Liveness:
        """Return what is to be done now, and when to look again."""
        late, self._look_at = now - self._look_at, now
        look = self._judged(now)
        if look.step is Step.GIVE_UP and late > LATE_SECONDS:
            # This process stood still, so what the server sent may not have been read yet.
            look = Liveness(Step.WAIT, LATE_SECONDS)
        self._look_at += look.seconds
        return look

    def _judged(self, now: float) -> Liveness:
        if self._asked_at is None:
            left = self.heard_at + ASK_SECONDS - now
            is_due = left <= 0 or self.unanswered_bytes >= ASK_BYTES
            return Liveness(Step.ASK, ASK_SECONDS) if is_due else Liveness(Step.WAIT, left)
        left = max(self.heard_at, self._asked_at) + self._patience() - now
        # An answer may come sooner, and then silence is to be noticed as soon as ever.
        return Liveness(Step.GIVE_UP, 0.0) if left <= 0 else Liveness(Step.WAIT, min(left, ASK_SECONDS))

    def _patience(self) -> float:
        """Return how long the server may be silent while an answer is waited for, in seconds."""
        return min(LONGEST_SECONDS, ANSWER_SECONDS + self.unanswered_bytes / SLOWEST_BYTES_PER_SECOND)


FIRST_BYTES = 64
"""Enough to tell what kind of server it is."""
