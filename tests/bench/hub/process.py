"""A program that is measured: what it took of the processor and of memory."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

ANSWER_SECONDS = 180.0


class Program:
    """A Python module that runs and answers in lines.

    Args:
        process: It.
    """

    def __init__(self, process: Process) -> None:
        self._process = process

    async def line(self) -> str:
        """Return its next line."""
        assert self._process.stdout is not None
        async with asyncio.timeout(ANSWER_SECONDS):
            line = await self._process.stdout.readline()
        assert line, "the program ended"
        return line.decode().strip()

    def say(self, text: str = "") -> None:
        """Write a line to it."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{text}\n".encode())

    @property
    def cpu_seconds(self) -> float:
        """The processor time that it has used."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def kibibytes(self) -> int:
        """Its memory, what it shares counted in part (PSS)."""
        for line in Path(f"/proc/{self._process.pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
        raise RuntimeError("this system does not tell a process's memory")

    async def cpu_percent(self, seconds: float) -> float:
        """Return what it uses of one core in the next seconds."""
        loop = asyncio.get_running_loop()
        begin, before = loop.time(), self.cpu_seconds
        await asyncio.sleep(seconds)
        return (self.cpu_seconds - before) / (loop.time() - begin) * 100


@asynccontextmanager
async def running(module: str, *words: str) -> AsyncIterator[Program]:
    """Run a module of this package while the block runs."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", f"tests.bench.hub.{module}", *words, stdin=PIPE, stdout=PIPE
    )
    try:
        yield Program(process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
