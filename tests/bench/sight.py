"""As many contacts as there are tiles: every change is in sight."""

import asyncio

from tests.bench import programs, rows
from tests.bench.bench import Bench
from tests.bench.browser.chromium import chromium
from tests.bench.feed.running import Feed, feed
from tests.bench.figures import quantile
from tests.bench.programs import Program, Who
from tests.bench.stage import FIRST, IN_SIGHT, stage

RATE = 1_000
"""Changes a second."""

RIVALS = (programs.LINES, programs.ANSI)
ONCE = (programs.TEXTUAL, programs.TABLE, programs.WIDGETS)
"""No goal is a ratio to these: once is enough."""


async def measure(bench: Bench) -> None:
    """Measure the board, and what shows the same feed by other means."""
    async with feed(IN_SIGHT, IN_SIGHT) as flow:
        for run in range(bench.runs):
            await _shown(bench, programs.BOARD, flow, run)
            for program in RIVALS if run else (*RIVALS, *ONCE):
                await _shown(bench, program, flow, run)
            if bench.chromium is not None:
                await _page(bench, bench.chromium, flow)


async def _shown(bench: Bench, program: Program, flow: Feed, run: int) -> None:
    timed = program in (programs.BOARD, programs.LINES)
    async with stage(program, flow) as shown:
        await shown.calm_tile(FIRST)
        await flow.flow(RATE)
        await asyncio.sleep(bench.warm_seconds)
        percent, kilobytes = await shown.cost(bench.seconds)
        bench.book.note(rows.CPU_SIGHT, program.who, percent)
        bench.book.note(rows.BYTES_SIGHT, program.who, kilobytes)
        if timed:
            seen = await shown.probes(flow, bench.probes, run * bench.probes)
            bench.book.note(rows.SIGHT_P50, program.who, quantile(seen, 0.5))
            bench.book.note(rows.SIGHT_P95, program.who, quantile(seen, 0.95))
        await flow.flow(0)


async def _page(bench: Bench, path: str, flow: Feed) -> None:
    async with chromium(path, flow.page) as browser:
        await flow.wait_for_report("shown")
        await flow.flow(RATE)
        await asyncio.sleep(bench.warm_seconds)
        bench.book.note(rows.CPU_SIGHT, Who.PAGE, await browser.cost(bench.seconds))
        await flow.flow(0)
