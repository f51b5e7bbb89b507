"""Keeps a link to a server up, by one policy for all sources."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import NamedTuple

from lampfield.model.backoff import jittered_delays
from lampfield.model.link import Link, LinkName, LinkState

log = logging.getLogger(__name__)

FIRST_DELAY_SECONDS = 0.5
MAX_DELAY_SECONDS = 5.0
STABLE_SECONDS = 5.0
"""A link that was up for less does not reset the back-off: the next attempt may fail in the same way."""

LONG_DELAY_SECONDS = 60.0
"""The delay where a quick retry would fail in the same way, or annoy the server."""


class Failure(NamedTuple):
    """Why a connection attempt failed, or a connection ended."""

    sentence: str
    wait_seconds: float | None = None
    """Until the next attempt; None: by the usual back-off."""


class LinkFailed(Exception):
    """The connection could not be made, or was lost."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.sentence)
        self.failure = failure


RESET = Failure("The link was reset on purpose; it reconnects by itself.", FIRST_DELAY_SECONDS)

Attempt = Callable[[Callable[[], None]], Awaitable[Failure]]
"""Connects, calls its argument once all state is fresh, runs until the connection ends, and returns why.

An exception counts as a bug of ours: it is logged, and the link is down until the next attempt.
"""


class LinkSupervisor:
    """Keeps a link up: connects at once, then retries with jittered back-off until closed.

    Args:
        name: The link.
        source: The name of the source that feeds it.
        attempt: One connection from its beginning to its end.
        report: Called with each new state of the link. An exception of it is logged and ends nothing.
        clock: Monotonic seconds.
    """

    def __init__(
        self,
        name: LinkName,
        source: str,
        attempt: Attempt,
        report: Callable[[Link], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.link = Link(name, LinkState.CONNECTING, time.time(), source)
        self._attempt = attempt
        self._report = report
        self._task: asyncio.Task[None] | None = None
        self._clock = clock
        self._up_at = 0.0
        """When the link last came up, by the clock."""
        self._retry = asyncio.Event()
        self._is_closing = False

    @property
    def is_up(self) -> bool:
        """Whether the state that comes over the link is fresh."""
        return self.link.state is LinkState.UP

    def start(self) -> None:
        """Connect in the background, and stay connected."""
        self._report_link(self.link)
        self._task = asyncio.create_task(self._run(), name=f"keep {self.link.name} of {self.link.source}")

    def prepare_close(self) -> None:
        """Report no further state, and make the running attempt the last one."""
        self._report = _ignore
        self._is_closing = True

    def retry_now(self) -> None:
        """Skip the rest of the delay before the next attempt, if one is running."""
        self._retry.set()

    def report_step(self, step: str) -> None:
        """Report what connecting waits for, such as ``Reading the roster.``."""
        self._set(LinkState.CONNECTING, step)

    async def close(self) -> None:
        """Cancel the running attempt. Reports nothing. Idempotent."""
        self.prepare_close()
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _run(self) -> None:
        delays = _delays()
        while True:
            failure = await self._try_once()
            if self.is_up and self._clock() - self._up_at >= STABLE_SECONDS:
                delays = _delays()
            if self._is_closing:
                return
            self._set(LinkState.DOWN, failure.sentence)
            wait = failure.wait_seconds if failure.wait_seconds is not None else next(delays)
            log.info("%s: %s Next try in %.1f s.", self.link.source, failure.sentence, wait)
            if await self._wait(wait):
                delays = _delays()

    async def _wait(self, seconds: float) -> bool:
        """Wait before the next attempt. Return whether `retry_now` ended the delay."""
        self._retry.clear()
        try:
            async with asyncio.timeout(seconds):
                return await self._retry.wait()
        except TimeoutError:
            return False

    async def _try_once(self) -> Failure:
        """Run one attempt. Return why it ended, whatever happened."""
        try:
            return await self._attempt(self._up)
        except (Exception, asyncio.CancelledError) as error:
            if is_cancelled():
                raise
            log.exception("%s: an unexpected error ended the connection", self.link.source)
            kind = type(error).__name__
            return Failure(f"An unexpected error ended the connection ({kind}). See the log of the hub.")

    def _up(self) -> None:
        if not self.is_up:
            self._up_at = self._clock()
        self._set(LinkState.UP, "")

    def _set(self, state: LinkState, reason: str) -> None:
        """Store and report the link's state. ``since`` moves only between up and not up."""
        stays = self.is_up == (state is LinkState.UP)
        since = self.link.since if stays else time.time()
        link = Link(self.link.name, state, since, self.link.source, reason)
        if link != self.link:
            self.link = link
            self._report_link(link)

    def _report_link(self, link: Link) -> None:
        try:
            self._report(link)
        except Exception:
            log.exception("%s: the callback for the state of the link failed", link.source)


def is_cancelled() -> bool:
    """Return whether the running task is being cancelled.

    Otherwise a ``CancelledError`` comes from something that the task awaited, and is an error like any other.
    """
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _ignore(_: Link) -> None:
    """Drop a state of the link."""


def _delays() -> Iterator[float]:
    return jittered_delays(FIRST_DELAY_SECONDS, MAX_DELAY_SECONDS, growth=2.0)
