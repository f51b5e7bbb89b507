"""A line of 200 KB/s to the terminal, and everything in sight changes: keys, and the event loop."""

import asyncio
import tempfile
from pathlib import Path

from tests.bench import lag, programs, rows
from tests.bench.bench import Bench
from tests.bench.feed.running import Feed, feed
from tests.bench.figures import quantile
from tests.bench.programs import Program
from tests.bench.stage import FIRST, IN_SIGHT, stage

BYTES_PER_SECOND = 200_000
RATE = 1_000
"""Changes a second."""

KEY_SECONDS = 0.15


async def measure(bench: Bench) -> None:
    """Measure the board; and once the line API, which nobody would wait for twice."""
    async with feed(IN_SIGHT, IN_SIGHT) as flow:
        for _ in range(bench.runs):
            await _slowly(bench, programs.BOARD, flow, 0.5)
        await _slowly(bench, programs.LINES, flow, 6.0)


async def _slowly(bench: Bench, program: Program, flow: Feed, patience: float) -> None:
    """Note keys and event loop of a program.

    Args:
        bench: Where.
        program: Which.
        flow: What it follows.
        patience: Seconds after the last key in which its tile must have changed.
    """
    with tempfile.TemporaryDirectory() as folder:
        lags = Path(folder) / "lags"
        watched = program._replace(words=("tests.bench.lag", str(lags), *program.words))
        async with stage(watched, flow, BYTES_PER_SECOND) as shown:
            await shown.first_tile(FIRST)
            await asyncio.sleep(bench.warm_seconds)
            started = len(lag.milliseconds(lags, 0))
            await flow.flow(RATE)
            await asyncio.sleep(bench.warm_seconds)
            keys = await shown.walk(bench.keys, KEY_SECONDS, patience)
            await flow.flow(0)
            bench.book.note(rows.SLOW_KEY, program.who, quantile(keys, 0.5))
            bench.book.note(rows.SLOW_LAG, program.who, max(lag.milliseconds(lags, started)))
