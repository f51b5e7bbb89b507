"""The sessions of browsers: the credentials behind each cookie, and when they expire."""

import asyncio
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256

from lampfield.cli.web.credentials import Credentials

LAST_SECONDS = 12 * 3600
"""How long a session lasts: a long working day."""

MAX_SESSIONS = 500
"""How many sessions there may be; above that, the oldest ends."""


class WebSession:
    """A login from a browser, with the boards that it has open.

    Args:
        credentials: The credentials of its boards.
        ends: When it expires, in seconds of the sessions' clock.
    """

    def __init__(self, credentials: Credentials, ends: float) -> None:
        self.credentials = credentials
        self.ends = ends
        self._closings: list[Callable[[], None]] = []

    @property
    def boards(self) -> int:
        """The number of open boards."""
        return len(self._closings)

    @contextmanager
    def board(self, close: Callable[[], None], left_seconds: float) -> Iterator[None]:
        """Register an open board while the block runs.

        Args:
            close: Closes the board; called when the session ends or expires.
            left_seconds: The time until the session expires.
        """
        self._closings.append(close)
        ending = asyncio.get_running_loop().call_later(left_seconds, close)
        try:
            yield
        finally:
            ending.cancel()
            self._closings.remove(close)

    def end(self) -> None:
        """Close the boards of the session."""
        for close in tuple(self._closings):
            close()


class WebSessions:
    """The sessions by token. Only digests are kept, so the time of a look-up reveals nothing about tokens.

    Args:
        last_seconds: How long a session lasts.
        clock: Returns monotonic seconds.
    """

    def __init__(
        self, last_seconds: float = LAST_SECONDS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.last_seconds = last_seconds
        self._clock = clock
        self._sessions: dict[bytes, WebSession] = {}

    def begin(self, credentials: Credentials) -> str:
        """Begin a session. Return its token."""
        self._drop_ended()
        token = secrets.token_urlsafe(32)
        self._sessions[_digest(token)] = WebSession(credentials, self._clock() + self.last_seconds)
        return token

    def get(self, token: str) -> WebSession | None:
        """Return the session of a token; None if there is none, or it has expired."""
        session = self._sessions.get(_digest(token))
        return session if session is not None and self.left_seconds(session) > 0 else None

    def left_seconds(self, session: WebSession) -> float:
        """Return the time until a session expires."""
        return session.ends - self._clock()

    def end(self, token: str) -> None:
        """End a session and close its boards."""
        if (session := self._sessions.pop(_digest(token), None)) is not None:
            session.end()

    def end_all(self) -> None:
        """End all sessions."""
        for session in self._sessions.values():
            session.end()
        self._sessions.clear()

    def _drop_ended(self) -> None:
        """Remove expired sessions, and the oldest above the limit."""
        kept = [(digest, it) for digest, it in self._sessions.items() if self.left_seconds(it) > 0]
        for _, session in kept[: -MAX_SESSIONS + 1]:
            session.end()
        self._sessions = dict(kept[-MAX_SESSIONS + 1 :])


def _digest(token: str) -> bytes:
    return sha256(token.encode(errors="replace")).digest()
