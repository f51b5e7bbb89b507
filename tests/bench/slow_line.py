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
PATIENCE_SECONDS = 6.0


async def measure(bench: Bench) -> None:
    """Measure the board and the line API."""
    async with feed(IN_SIGHT, IN_SIGHT) as flow:
        for _ in range(bench.runs):
            for program in (programs.BOARD, programs.LINES):
                await _slowly(bench, program, flow)


async def _slowly(bench: Bench, program: Program, flow: Feed) -> None:
    with tempfile.TemporaryDirectory() as folder:
        lags = Path(folder) / "lags"
        watched = program._replace(words=("tests.bench.lag", str(lags), *program.words))
        async with stage(watched, flow, BYTES_PER_SECOND) as shown:
            await shown.first_tile(FIRST)
            await asyncio.sleep(bench.warm_seconds)
            started = len(lag.milliseconds(lags, 0))
            await flow.flow(RATE)
            await asyncio.sleep(bench.warm_seconds)
            patience = 0.5 if program is programs.BOARD else PATIENCE_SECONDS
            keys = await shown.keys(bench.keys // 2, KEY_SECONDS, patience)
            await flow.flow(0)
            bench.book.note(rows.SLOW_KEY, program.who, quantile(keys, 0.5))
            bench.book.note(rows.SLOW_LAG, program.who, max(lag.milliseconds(lags, started)))
