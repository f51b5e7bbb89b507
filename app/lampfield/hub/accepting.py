"""Accepting connections while there are no file descriptors left: without a flood in the log."""

import asyncio
import errno
import logging
import time
from collections.abc import Callable
from typing import Any

log = logging.getLogger(__name__)

LOG_SECONDS = 10.0
"""So often the log says that no connection can be accepted, at most."""

EXHAUSTED = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
"""The errors after which asyncio tries again a second later. It reports each of up to a hundred tries."""

Handler = Callable[[asyncio.AbstractEventLoop, dict[str, Any]], object]


class Accepting:
    """Tells the exhaustion of descriptors from the event loop's other reports, and logs it once in a while.

    Args:
        clock: Monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._logged = float("-inf")
        self._before: Handler | None = None

    def watch(self) -> None:
        """Look at what the running event loop reports from now on."""
        loop = asyncio.get_running_loop()
        self._before = loop.get_exception_handler()
        loop.set_exception_handler(self._report)

    def end(self) -> None:
        """Look at it no more."""
        asyncio.get_running_loop().set_exception_handler(self._before)

    def _report(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, OSError) and error.errno in EXHAUSTED and "socket" in context:
            self._exhausted(error)
        elif self._before is not None:
            self._before(loop, context)
        else:
            loop.default_exception_handler(context)

    def _exhausted(self, error: OSError) -> None:
        now = self._clock()
        if now - self._logged >= LOG_SECONDS:
            self._logged = now
            log.error("no connection can be accepted: %s. Raise the limit of open files.", error.strerror)
