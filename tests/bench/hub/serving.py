"""The hub as it is measured: ``python -m tests.bench.hub.serving CONTACTS RATE ACCOUNTS``.

The hub and the demo in one process, as ``lampfield serve --demo`` has them, with any number of accounts.
Says its address first. To each line of its input it answers with the longest pause of its event loop since
the line before, in milliseconds; ends when its input ends.
"""

import asyncio
import sys

from lampfield.hub.server import HubServer
from lampfield.model.account import Account
from lampfield.sources.demo.source import DemoSource, demo_account

SECRET = "bench"
BEAT_SECONDS = 0.001


def account_name(number: int) -> str:
    """Return the name of an account."""
    return f"desk-{number}"


def accounts(count: int) -> list[Account]:
    """Return accounts with all that the demo's one may do."""
    may = demo_account().may
    return [Account(name=account_name(number), secret=SECRET, may=may) for number in range(count)]


class Pulse:
    """Watches its event loop: how long it did nothing but one thing.

    Beats cost time, which would count as the hub's; so it beats only while it is asked to.
    """

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._due = 0.0
        self._longest = 0.0

    def lap(self) -> float:
        """Return the longest pause since the last lap in seconds, and begin anew; the first one begins."""
        longest, self._longest = self._longest, 0.0
        if self._timer is None:
            self._next()
        return longest

    def _next(self) -> None:
        self._due = self._loop.time() + BEAT_SECONDS
        self._timer = self._loop.call_at(self._due, self._beat)

    def _beat(self) -> None:
        self._longest = max(self._longest, self._loop.time() - self._due)
        self._next()


async def serve(contacts: int, rate: float, count: int) -> None:
    """Serve until the input ends."""
    loop = asyncio.get_running_loop()
    asked = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(asked), sys.stdin)
    async with HubServer(accounts(count), [DemoSource(contacts, rate)]) as hub:
        print(hub.url, flush=True)
        pulse = Pulse()
        while await asked.readline():
            print(f"{pulse.lap() * 1000:.3f}", flush=True)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])))
