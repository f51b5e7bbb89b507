"""What a board costs that follows a busy hub, beside receiving alone, and its two ways to the terminal."""

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from typing import NamedTuple

from lampfield.board.canvas.direct import SWITCH
from tests.cli.commands import Lampfield
from tests.terminal import Terminal

RATE = 1_000
"""Changes a second."""

RUNS = 3
SECONDS = 4.0
WARM_SECONDS = 1.5
RECEIVE = """
import asyncio, json, sys
from websockets.asyncio.client import connect
from lampfield.feed.envelope import decode_frame

async def main():
    options = {"subprotocols": ["lampfield.v1"], "max_size": None, "compression": None}
    async with connect(sys.argv[1], **options) as line:
        await line.recv()
        for number, (method, params) in enumerate(
            [("login", {"account": "reception", "secret": "demo"}), ("feed.start", {})]
        ):
            request = {"jsonrpc": "2.0", "id": number, "method": method, "params": params}
            await line.send(json.dumps(request))
        while True:
            decode_frame(await line.recv())

asyncio.run(main())
"""


class Cost(NamedTuple):
    """What a process took."""

    cpu_percent: float
    """Of one core."""
    kilobytes: float
    """Written to the terminal, a second."""


def cpu_seconds(pid: int) -> float:
    """Return the processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def board(url: str, lampfield: Lampfield, paint: str) -> Cost:
    """Measure a board in a terminal of 200 by 50."""
    command = [sys.executable, "-m", "lampfield", "--url", url, "--account", "reception"]
    env = {**lampfield.environ, "LAMPFIELD_SECRET": "demo", SWITCH: paint}
    async with Terminal(command, 200, 50, env) as terminal:
        await terminal.shows("FREE", 30.0)
        terminal.shows_nothing = True
        await asyncio.sleep(WARM_SECONDS)
        written, before = len(terminal.written), cpu_seconds(terminal.pid)
        await asyncio.sleep(SECONDS)
        spent, sent = cpu_seconds(terminal.pid) - before, len(terminal.written) - written
    return Cost(spent / SECONDS * 100, sent / SECONDS / 1000)


async def receiving(url: str, lampfield: Lampfield) -> Cost:
    """Measure a loop that receives and decodes, and does nothing with it."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", RECEIVE, url, env=lampfield.environ)
    try:
        await asyncio.sleep(WARM_SECONDS)
        before = cpu_seconds(process.pid)
        await asyncio.sleep(SECONDS)
        return Cost((cpu_seconds(process.pid) - before) / SECONDS * 100, 0.0)
    finally:
        process.kill()
        await process.wait()


@asynccontextmanager
async def hub(contacts: int) -> AsyncIterator[tuple[str, Lampfield]]:
    """Run a busy hub."""
    with tempfile.TemporaryDirectory() as home:
        lampfield = Lampfield(home)
        demo = ("--demo", "--contacts", str(contacts), "--rate", str(RATE), "--listen", "127.0.0.1:0")
        with lampfield.serving(*demo) as url:
            yield url, lampfield


async def compared(contacts: int) -> list[tuple[str, Cost]]:
    """Return what each costs: medians over runs in turn."""
    async with hub(contacts) as (url, lampfield):
        costs: dict[str, list[Cost]] = {}
        for _ in range(RUNS):
            costs.setdefault("receiving alone", []).append(await receiving(url, lampfield))
            costs.setdefault("the board", []).append(await board(url, lampfield, ""))
            costs.setdefault("the board, painted by Textual", []).append(
                await board(url, lampfield, "textual")
            )
    return [(name, Cost(*map(median, zip(*runs, strict=True)))) for name, runs in costs.items()]


def report() -> None:
    """Print a line for each, and the ratio to receiving alone."""
    for contacts, what in ((10_000, "of 10,000, few in sight"), (100, "of 100, all in sight")):
        print(f"\n{RATE} changes a second {what}")
        costs = asyncio.run(compared(contacts))
        alone = costs[0][1].cpu_percent
        for name, cost in costs:
            ratio = cost.cpu_percent / alone if alone else 0.0
            print(f"{name:<32} {cost.cpu_percent:6.1f} % CPU  {ratio:5.1f} x  {cost.kilobytes:7.1f} KB/s")
