"""A link over time: kept up for as long as it is wanted, by one policy for all sources."""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import NamedTuple

from lampfield.model.link import Link, LinkName, LinkState

log = logging.getLogger(__name__)

FIRST_DELAY_SECONDS = 0.5
LAST_DELAY_SECONDS = 5.0
STEADY_SECONDS = 5.0
"""A link that was up for less is no reason to try again quickly: it may fail in the same way each time."""

CALM_SECONDS = 60.0
"""The wait where a quick try would fail in the same way, or annoy the server."""


class Failure(NamedTuple):
    """Why a line to a server failed."""

    sentence: str
    wait_seconds: float | None = None
    """Until the next try; None: by the usual growing delays."""


class LineFailed(Exception):
    """The line could not be had, or was lost."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.sentence)
        self.failure = failure


CUT = Failure("The line was cut on purpose; it comes back by itself.", FIRST_DELAY_SECONDS)

Attempt = Callable[[Callable[[], None]], Awaitable[Failure]]
"""Connects, calls what it is given when all is fresh, stays until the end, and returns why it ended.

Whatever it raises is taken for a fault of ours: it is logged, and the link is down until the next try.
"""


class LinkSupervisor:
    """Keeps a link up: at once, then with growing, jittered delays, for ever. No error ends it.

    Args:
        name: The link.
        source: What feeds it.
        attempt: One connection from its beginning to its end.
        tell: Told every state of the link.
        clock: Seconds that only grow.
    """

    def __init__(
        self,
        name: LinkName,
        source: str,
        attempt: Attempt,
        tell: Callable[[Link], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.link = Link(name, LinkState.CONNECTING, time.time(), source)
        self._attempt = attempt
        self._tell = tell
        self._keeping: asyncio.Task[None] | None = None
        self._clock = clock
        self._up_at = 0.0
        """When the link came up last, by the clock."""
        self._hurry = asyncio.Event()
        self._is_ending = False

    @property
    def is_up(self) -> bool:
        """Whether what comes over the link is fresh."""
        return self.link.state is LinkState.UP

    def start(self) -> None:
        """Connect in the background, and stay connected."""
        self._say(self.link)
        self._keeping = asyncio.create_task(self._keep(), name=f"keep {self.link.name} of {self.link.source}")

    def hush(self) -> None:
        """Tell nothing any more, and let the attempt that runs be the last: the end is wanted."""
        self._tell = _tell_nobody
        self._is_ending = True

    def hurry(self) -> None:
        """Try again at once, where the next try is waited for."""
        self._hurry.set()

    def waiting_for(self, what: str) -> None:
        """Tell what the connecting waits for, such as ``reading the roster``."""
        self._set(LinkState.CONNECTING, what)

    async def close(self) -> None:
        """End, without a further word."""
        self.hush()
        keeping, self._keeping = self._keeping, None
        if keeping is not None:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)

    async def _keep(self) -> None:
        delays = _delays()
        while True:
            failure = await self._tried()
            if self.is_up and self._clock() - self._up_at >= STEADY_SECONDS:
                delays = _delays()
            if self._is_ending:
                return
            self._set(LinkState.DOWN, failure.sentence)
            wait = failure.wait_seconds if failure.wait_seconds is not None else next(delays)
            log.info("%s: %s Next try in %.1f s.", self.link.source, failure.sentence, wait)
            if await self._hurried(wait):
                delays = _delays()

    async def _hurried(self, seconds: float) -> bool:
        """Wait for the next try. Returns whether somebody wanted it sooner."""
        self._hurry.clear()
        try:
            async with asyncio.timeout(seconds):
                return await self._hurry.wait()
        except TimeoutError:
            return False

    async def _tried(self) -> Failure:
        """Try once. Returns why it ended, whatever happened."""
        try:
            return await self._attempt(self._up)
        except (Exception, asyncio.CancelledError) as error:
            if is_cancelled():
                raise
            log.exception("%s: an unforeseen error ended the line", self.link.source)
            kind = type(error).__name__
            return Failure(f"An unforeseen error ended the line ({kind}). The log of the hub has more.")

    def _up(self) -> None:
        if not self.is_up:
            self._up_at = self._clock()
        self._set(LinkState.UP, "")

    def _set(self, state: LinkState, reason: str) -> None:
        """Note the link's state; since when counts from the change between up and not up."""
        stays = self.is_up == (state is LinkState.UP)
        since = self.link.since if stays else time.time()
        link = Link(self.link.name, state, since, self.link.source, reason)
        if link != self.link:
            self.link = link
            self._say(link)

    def _say(self, link: Link) -> None:
        """Tell a state of the link. An error of the one who is told does not end the keeping."""
        try:
            self._tell(link)
        except Exception:
            log.exception("%s: the state of the link could not be told", link.source)


def is_cancelled() -> bool:
    """Return whether somebody wants the running task to end.

    Otherwise a ``CancelledError`` comes from something that the task waited for, and is an error like others.
    """
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _tell_nobody(_: Link) -> None:
    """Tell nothing."""


def _delays() -> Iterator[float]:
    """Yield growing waits, each up to half shorter by chance: not all boards come back at once."""
    delay = FIRST_DELAY_SECONDS
    while True:
        yield delay * random.uniform(0.5, 1.0)
        delay = min(LAST_DELAY_SECONDS, delay * 2)
