"""An event loop whose time stands still while anything happens, and jumps to the next timer when it does not.

With it a test drives real clients and servers on loopback through minutes of back-off, pings and time-outs in
milliseconds, and no time-out strikes because the machine is busy. A module of tests asks for it so::

    pytestmark = pytest.mark.virtual_time

Only `asyncio`'s time is virtual: `time.time` stays what it is.
"""

import asyncio
import selectors
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any

GRACE_SECONDS = 0.002
"""Real time that the kernel gets for carrying bytes over loopback before it counts that nothing happens."""

EPOCH_SECONDS = 1000.0


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """The loop. While a call runs in a thread, time stands still, too."""

    def __init__(self) -> None:
        self._now = EPOCH_SECONDS
        self._in_threads = 0
        super().__init__()
        real = self._selector  # type: ignore[attr-defined]
        self._real_select: Callable[[float | None], list[tuple[selectors.SelectorKey, int]]] = real.select
        real.select = self._select

    def time(self) -> float:
        """Return the virtual time in seconds."""
        return self._now

    def run_in_executor(  # type: ignore[override]
        self, executor: Executor | None, func: Callable[..., Any], *args: Any
    ) -> "asyncio.Future[Any]":
        """Run a call in a thread, as any loop does."""
        future = super().run_in_executor(executor, func, *args)
        self._in_threads += 1
        future.add_done_callback(self._thread_ended)
        return future

    def _thread_ended(self, _: "asyncio.Future[Any]") -> None:
        self._in_threads -= 1

    def _select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            return self._real_select(None)
        if ready := self._real_select(0):
            return ready
        if timeout <= 0:
            return []
        if ready := self._real_select(GRACE_SECONDS):
            return ready
        if not self._in_threads:
            self._now += timeout
        return []
