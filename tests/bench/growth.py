"""What more contacts and more changes cost, when as much of it is in sight."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.bench import programs, rows
from tests.bench.bench import Bench
from tests.bench.feed.running import Feed, feed
from tests.bench.figures import Figure
from tests.bench.programs import Who
from tests.bench.stage import FIRST, IN_SIGHT, Stage, stage

RATE, IN_SIGHT_RATE = 1_000, 100
"""Changes a second, and how many of them are in sight."""


async def measure(bench: Bench) -> None:
    """Measure the board on small and big hubs."""
    async with feed(1_000, IN_SIGHT) as small, feed(5_000, IN_SIGHT) as half, feed(10_000, IN_SIGHT) as whole:
        for _ in range(bench.runs):
            async with _opened(small) as (shown, _):
                await _cost(bench, shown, small, rows.NEAR_1000)
            async with _opened(half) as (shown, seconds):
                bench.book.note(rows.OPEN_5000, Who.BOARD, seconds)
                bench.book.note(rows.HELD_5000, Who.BOARD, shown.memory_mb())
            async with _opened(whole) as (shown, seconds):
                bench.book.note(rows.OPEN_10000, Who.BOARD, seconds)
                await _cost(bench, shown, whole, rows.NEAR_10000)
                bench.book.note(rows.HELD_10000, Who.BOARD, shown.memory_mb())
                await _cost(bench, shown, whole, rows.NEAR_TWICE, 2)


@asynccontextmanager
async def _opened(flow: Feed) -> AsyncIterator[tuple[Stage, float]]:
    async with stage(programs.BOARD, flow) as shown:
        yield shown, await shown.calm_tile(FIRST)


async def _cost(bench: Bench, shown: Stage, flow: Feed, figure: Figure, times: int = 1) -> None:
    await flow.flow(RATE * times, IN_SIGHT_RATE * times)
    await asyncio.sleep(bench.warm_seconds)
    bench.book.note(figure, Who.BOARD, (await shown.cost(bench.seconds))[0])
    await flow.flow(0)
