"""WebSessions: who is logged in by which cookie, and until when."""

import asyncio
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256

from lampfield.cli.web.credentials import Credentials

LAST_SECONDS = 12 * 3600
"""A long day's work; then one logs in anew."""

MAX_VISITS = 500
"""Above that the oldest is over."""


class Visit:
    """One login from a browser, and the boards that it has open.

    Args:
        entry: What its boards log in with.
        ends: When it is over, by the clock of the visits.
    """

    def __init__(self, entry: Credentials, ends: float) -> None:
        self.entry = entry
        self.ends = ends
        self._closings: list[Callable[[], None]] = []

    @property
    def boards(self) -> int:
        """How many boards are open."""
        return len(self._closings)

    @contextmanager
    def board(self, close: Callable[[], None], left_seconds: float) -> Iterator[None]:
        """Have a board open while the block runs.

        Args:
            close: Closes it; called when the visit ends.
            left_seconds: When that is at the latest.
        """
        self._closings.append(close)
        ending = asyncio.get_running_loop().call_later(left_seconds, close)
        try:
            yield
        finally:
            ending.cancel()
            self._closings.remove(close)

    def end(self) -> None:
        """Close its boards."""
        for close in tuple(self._closings):
            close()


class WebSessions:
    """The visits by their tokens. They are kept as digests: who looks one up learns nothing from the time.

    Args:
        last_seconds: How long a visit lasts.
        clock: Monotonic seconds.
    """

    def __init__(
        self, last_seconds: float = LAST_SECONDS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.last_seconds = last_seconds
        self._clock = clock
        self._visits: dict[bytes, Visit] = {}

    def begin(self, entry: Credentials) -> str:
        """Return the token of a new visit."""
        self._drop_ended()
        token = secrets.token_urlsafe(32)
        self._visits[_digest(token)] = Visit(entry, self._clock() + self.last_seconds)
        return token

    def get(self, token: str) -> Visit | None:
        """Return the visit of a token; None when there is none, or it is over."""
        visit = self._visits.get(_digest(token))
        return visit if visit is not None and self.left_seconds(visit) > 0 else None

    def left_seconds(self, visit: Visit) -> float:
        """Return how long a visit lasts yet."""
        return visit.ends - self._clock()

    def end(self, token: str) -> None:
        """End a visit, and its boards."""
        if (visit := self._visits.pop(_digest(token), None)) is not None:
            visit.end()

    def end_all(self) -> None:
        """End all visits."""
        for visit in self._visits.values():
            visit.end()
        self._visits.clear()

    def _drop_ended(self) -> None:
        """Forget visits that are over, and the oldest of too many."""
        kept = [(digest, it) for digest, it in self._visits.items() if self.left_seconds(it) > 0]
        for _, visit in kept[: -MAX_VISITS + 1]:
            visit.end()
        self._visits = dict(kept[-MAX_VISITS + 1 :])


def _digest(token: str) -> bytes:
    return sha256(token.encode(errors="replace")).digest()
