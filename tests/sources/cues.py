"""Cues: how a scripted server misbehaves, at which of the things that it is asked, and how often."""

import asyncio
from collections.abc import Callable, Coroutine
from enum import Enum
from fnmatch import fnmatchcase
from typing import Any

WAIT_SECONDS = 120.0
"""How long a test waits for what must come. Of virtual time, where a test has that."""


class Manner(Enum):
    """What happens to the right answer. What was asked for is done all the same, but with ``INSTEAD``."""

    INSTEAD = "instead"
    """Another answer comes in its place: see `Cue.answer`."""
    HOLD = "hold"
    """It comes when `Cue.release` is called, in another order than asked where more is asked meanwhile."""
    SILENT = "silent"
    """It does not come."""
    CUT = "cut"
    """The connection is cut before it."""
    HALF = "half"
    """The connection is cut in the middle of it."""
    TWICE = "twice"
    """It comes two times."""


class Cue:
    """One cue.

    Args:
        pattern: Of the names of what is asked, as `fnmatch` has it.
        manner: What the server does.
        times: How many times it does so; None: always.
        answer: For `Manner.INSTEAD`: what is answered, in the server's own form.
    """

    def __init__(self, pattern: str, manner: Manner, times: int | None = 1, answer: Any = None) -> None:
        self.pattern = pattern
        self.manner = manner
        self.times = times
        self.answer = answer
        self.count = 0
        """How many times it was met."""
        self._reached = Happening()
        self._released = asyncio.Event()

    def takes(self, name: str) -> bool:
        """Return whether it is about what is asked, and note so."""
        if not fnmatchcase(name, self.pattern) or (self.times is not None and self.count >= self.times):
            return False
        self.count += 1
        self._reached.happened()
        return True

    async def reached(self, count: int = 1) -> None:
        """Wait until it was met so many times."""
        await self._reached.until(lambda: self.count >= count, f"{self.pattern} to be asked {count} times")

    def release(self) -> None:
        """Let all that it holds go, and be held no more."""
        self._released.set()

    async def released(self) -> None:
        """Wait until it is released."""
        await self._released.wait()

    def end(self) -> None:
        """Misbehave no more."""
        self.times = self.count
        self.release()


class Cues:
    """The cues of a server, and what is wrong with the server itself."""

    def __init__(self) -> None:
        self._cues: list[Cue] = []
        self.errors: list[BaseException] = []

    def start(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        """Do something of the server in a task, and note its errors."""
        task = asyncio.create_task(work, name=name)
        task.add_done_callback(self._note)
        return task

    def check(self) -> None:
        """Raise the server's own first error, if there was one: a test must not pass without its server."""
        if self.errors:
            raise self.errors[0]

    def _note(self, task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if error is not None and not isinstance(error, OSError | EOFError):
            self.errors.append(error)

    def add(self, pattern: str, manner: Manner, times: int | None = 1, answer: Any = None) -> Cue:
        """Add a cue; of several for the same thing the first counts, then the next."""
        cue = Cue(pattern, manner, times, answer)
        self._cues.append(cue)
        return cue

    def of(self, name: str) -> Cue | None:
        """Return the cue for what is asked now, and count it."""
        return next((cue for cue in self._cues if cue.takes(name)), None)


class Happening:
    """Wakes those who wait for a condition when something happens: no polling."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def happened(self) -> None:
        """Let all look again."""
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
