"""From the command to the first tile, and the memory it takes, beside Python importing Textual alone."""

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

from tests.terminal import Terminal

RUNS = 5
BARE = "import textual.app, textual.scroll_view, rich.segment"


class Start(NamedTuple):
    """One start of the board."""

    seconds: float
    """From the command to the first tile on the screen."""
    megabytes: float
    """Resident memory then, hub and demo included: they are one process."""


async def start(contacts: int) -> Start:
    """Start the board on a demo in a terminal."""
    command = [sys.executable, "-m", "lampfield", "demo", "--contacts", str(contacts), "--rate", "0"]
    began = time.perf_counter()
    async with Terminal(command, 120, 35) as terminal:
        await terminal.shows("○ FREE", 30.0)
        return Start(time.perf_counter() - began, resident_megabytes(terminal.pid))


def resident_megabytes(pid: int) -> float:
    """Return a process's resident memory."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("this system does not tell a process's memory")


def bare_seconds() -> float:
    """Return how long Python takes to import Textual."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", BARE], check=True, env=os.environ)
    return time.perf_counter() - began


def report() -> None:
    """Print both, and their ratio."""
    bare = median(bare_seconds() for _ in range(RUNS))
    print(f"import textual alone             {bare:6.2f} s")
    for contacts in (120, 10_000):
        starts = [asyncio.run(start(contacts)) for _ in range(RUNS)]
        seconds, megabytes = (median(column) for column in zip(*starts, strict=True))
        ratio = seconds / bare
        print(
            f"first tile of {contacts:>6} contacts  {seconds:6.2f} s   {ratio:4.1f} x   {megabytes:5.0f} MB"
        )
