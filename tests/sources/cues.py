"""Cues: how a scripted server misbehaves, on which requests, and how often."""

import asyncio
from collections.abc import Callable, Coroutine
from enum import Enum
from fnmatch import fnmatchcase
from typing import Any

WAIT_SECONDS = 120.0
"""Timeout of a test's waits, in virtual time where the test has it."""


class Manner(Enum):
    """What happens to the right answer. Except with ``INSTEAD``, the request is carried out."""

    INSTEAD = "instead"
    """Another answer is sent: see `Cue.answer`."""
    HOLD = "hold"
    """It is sent on `Cue.release`, possibly after answers to later requests."""
    SILENT = "silent"
    """It is not sent."""
    CUT = "cut"
    """The connection is cut before it."""
    HALF = "half"
    """The connection is cut in its middle."""
    TWICE = "twice"
    """It is sent twice."""


class Cue:
    """One cue.

    Args:
        pattern: Pattern of request names, for `fnmatch`.
        manner: What the server does.
        times: How many times; None: always.
        answer: For `Manner.INSTEAD`: the answer, in the server's own form.
    """

    def __init__(self, pattern: str, manner: Manner, times: int | None = 1, answer: Any = None) -> None:
        self.pattern = pattern
        self.manner = manner
        self.times = times
        self.answer = answer
        self.count = 0
        """How many requests it has matched."""
        self._reached = StateSignal()
        self._released = asyncio.Event()

    def takes(self, name: str) -> bool:
        """Return whether it matches a request, and count the match."""
        if not fnmatchcase(name, self.pattern) or (self.times is not None and self.count >= self.times):
            return False
        self.count += 1
        self._reached.notify()
        return True

    async def reached(self, count: int = 1) -> None:
        """Wait until it has matched ``count`` requests."""
        await self._reached.until(lambda: self.count >= count, f"{self.pattern} to be asked {count} times")

    def release(self) -> None:
        """Send all held answers, and hold no more."""
        self._released.set()

    async def released(self) -> None:
        """Wait until it is released."""
        await self._released.wait()

    def end(self) -> None:
        """Stop misbehaving."""
        self.times = self.count
        self.release()


class Cues:
    """The cues of a server, and the server's own errors."""

    def __init__(self) -> None:
        self._cues: list[Cue] = []
        self.errors: list[BaseException] = []

    def start(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        """Start a task of the server, and collect its errors."""
        task = asyncio.create_task(work, name=name)
        task.add_done_callback(self._note)
        return task

    def check(self) -> None:
        """Raise the server's own first error, if there was one: a test must not pass with a broken server."""
        if self.errors:
            raise self.errors[0]

    def _note(self, task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if error is not None and not isinstance(error, OSError | EOFError):
            self.errors.append(error)

    def add(self, pattern: str, manner: Manner, times: int | None = 1, answer: Any = None) -> Cue:
        """Add a cue; of several that match, the first counts until it is used up."""
        cue = Cue(pattern, manner, times, answer)
        self._cues.append(cue)
        return cue

    def of(self, name: str) -> Cue | None:
        """Return the cue for a request, and count the match."""
        return next((cue for cue in self._cues if cue.takes(name)), None)


class StateSignal:
    """Wakes waiters for a condition on each change: no polling."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def notify(self) -> None:
        """Make all waiters evaluate their condition."""
        for future in self._waiting:
            if not future.done():
                future.set_result(None)

    async def until(self, condition: Callable[[], object], what: str, seconds: float = WAIT_SECONDS) -> None:
        """Wait until a condition holds.

        Raises:
            AssertionError: It did not hold in time.
        """
        try:
            async with asyncio.timeout(seconds):
                while not condition():
                    future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                    self._waiting.add(future)
                    try:
                        await future
                    finally:
                        self._waiting.discard(future)
        except TimeoutError:
            raise AssertionError(f"not within {seconds} s: {what}") from None
