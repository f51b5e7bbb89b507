"""Watches an event loop from inside: ``python -m tests.bench.lag FILE MODULE ARGUMENTS...``.

The module is run as a program is. Any event loop that it makes is asked for a turn every few milliseconds,
and how late each turn came is written to the file, a line for each half second: the worst, in milliseconds.
Time in which the machine let something else run in place of the thread is not the program's, and not counted.
"""

import asyncio
import runpy
import sys
from pathlib import Path

TURN_SECONDS = 0.004
LINE_SECONDS = 0.5
QUEUED = Path("/proc/thread-self/schedstat")


class Watch:
    """Takes turns on an event loop.

    Args:
        loop: Which.
        path: Where the worst is written.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, path: Path) -> None:
        self._loop = loop
        self._path = path
        self._worst = 0.0
        self._line_due = 0.0
        self._waited = 0.0
        loop.call_soon(self._turn, None)

    def _turn(self, due: float | None) -> None:
        now, waited = self._loop.time(), queued_seconds()
        late = 0.0 if due is None else now - due - (waited - self._waited)
        self._worst, self._waited = max(self._worst, late), waited
        if now >= self._line_due:
            with self._path.open("a") as lines:
                lines.write(f"{self._worst * 1000:.3f}\n")
            self._worst, self._line_due = 0.0, now + LINE_SECONDS
        self._loop.call_at(now + TURN_SECONDS, self._turn, now + TURN_SECONDS)


class Watched(asyncio.DefaultEventLoopPolicy):
    """Makes event loops that are watched.

    Args:
        path: Where the worst is written.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def new_event_loop(self) -> asyncio.AbstractEventLoop:
        """Return one."""
        loop = super().new_event_loop()
        Watch(loop, self._path)
        return loop


def queued_seconds() -> float:
    """Return how long this thread could have run and did not, since it began (Linux, ``schedstat``)."""
    return int(QUEUED.read_text().split()[1]) / 1e9


def milliseconds(path: Path, skipped: int) -> list[float]:
    """Return the worst of each half second so far, without the first ones.

    Args:
        path: What was written.
        skipped: How many half seconds of the start do not count.
    """
    return [float(line) for line in path.read_text().split()][skipped:]


if __name__ == "__main__":
    asyncio.set_event_loop_policy(Watched(Path(sys.argv[1])))
    sys.argv = sys.argv[2:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
