"""The feed server as the bench sees it: a process to command."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec

from tests.bench.feed.messages import Answer, Command, Probe, Report
from tests.bench.feed.pacing import Pace

LOOK_SECONDS = 0.02
LINE_BYTES = 1 << 20


class Feed:
    """A running feed server.

    Args:
        process: Its process.
        port: Where it listens.
    """

    def __init__(self, process: asyncio.subprocess.Process, port: int) -> None:
        self._process = process
        self._reports: list[Report] = []
        self.port = port
        self.url = f"ws://127.0.0.1:{port}"
        """Of the feed."""
        self.page = f"http://127.0.0.1:{port}/"
        """Of the page."""

    async def ask(self, command: Command) -> Answer:
        """Let the server do something."""
        assert self._process.stdin is not None
        self._process.stdin.write(msgspec.json.encode(command) + b"\n")
        answer = await _answer(self._process)
        self._reports += answer.reports
        return answer

    async def flow(self, changes: float, in_sight: float | None = None) -> None:
        """Change contacts so often a second from now on."""
        await self.ask(Command(pace=Pace(changes, in_sight)))

    async def probe(self, number: int, seconds_between: float, from_word: int = 0) -> tuple[Probe, ...]:
        """Send probes."""
        command = Command(probes=number, seconds_between=seconds_between, from_word=from_word)
        return (await self.ask(command)).probes

    async def wait_for_report(self, kind: str, seconds: float = 60.0) -> Report:
        """Wait for what a page says.

        Raises:
            TimeoutError: It did not.
        """
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if found := [report for report in await self.reports() if report.kind == kind]:
                return found[0]
            await asyncio.sleep(LOOK_SECONDS)
        raise TimeoutError(f"no page said {kind!r} within {seconds} s")

    async def reports(self) -> list[Report]:
        """Return what pages have said since this was last asked."""
        await self.ask(Command())
        reports, self._reports = self._reports, []
        return reports


@asynccontextmanager
async def feed(contacts: int, in_sight: int) -> AsyncIterator[Feed]:
    """Run a feed server.

    Args:
        contacts: How many it has.
        in_sight: How many of them the programs show.
    """
    command = [sys.executable, "-m", "tests.bench.feed.server", str(contacts), str(in_sight)]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, limit=LINE_BYTES)
    try:
        yield Feed(process, (await _answer(process)).port)
    finally:
        process.kill()
        await process.wait()


async def _answer(process: asyncio.subprocess.Process) -> Answer:
    assert process.stdout is not None
    return msgspec.json.decode(await process.stdout.readline(), type=Answer)
