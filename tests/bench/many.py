"""10,000 contacts, few of them in sight: processor time, and how soon changes, keys and finds are seen."""

import asyncio

from tests.bench import programs, rows
from tests.bench.bench import Bench
from tests.bench.browser.chromium import Browser, chromium
from tests.bench.feed.running import Feed, feed
from tests.bench.figures import Figure, quantile
from tests.bench.programs import Program, Who
from tests.bench.stage import FIRST, IN_SIGHT, Stage, stage

CONTACTS = 10_000
RATE = 1_000
"""Changes a second."""

RATES = {RATE: rows.CPU, 5_000: rows.CPU_5000, 20_000: rows.CPU_20000}
KEY_SECONDS = 0.04
FIND_SECONDS = 0.15


async def measure(bench: Bench) -> None:
    """Measure the board, and what shows the same feed by other means."""
    async with feed(CONTACTS, IN_SIGHT) as flow:
        for run in range(bench.runs):
            await _board(bench, flow, run)
            for program in (programs.RECEIVE, programs.LINES, programs.ANSI):
                await _cost(bench, program, flow)
            if bench.chromium is not None:
                await _page(bench, bench.chromium, Who.PAGE, flow.page, flow)
        # No goal is a ratio to these: once is enough.
        if bench.chromium is not None:
            await _page(bench, bench.chromium, Who.VIRTUAL, f"{flow.page}?virtual", flow)
        for program in (programs.TEXTUAL, programs.TABLE, programs.WIDGETS):
            await _cost(bench, program, flow)


async def _board(bench: Bench, flow: Feed, run: int) -> None:
    async with stage(programs.BOARD, flow) as shown:
        await shown.calm_tile(FIRST)
        await _rates(bench, Who.BOARD, shown, flow, RATES)
        await flow.flow(RATE)
        seen = await shown.probes(flow, bench.probes, run * bench.probes)
        bench.book.note(rows.SEEN_P50, Who.BOARD, quantile(seen, 0.5))
        bench.book.note(rows.SEEN_P95, Who.BOARD, quantile(seen, 0.95))
        for rate, figure in ((0, rows.KEY_IDLE), (5_000, rows.KEY_BUSY)):
            await flow.flow(rate)
            await asyncio.sleep(bench.warm_seconds)
            keys = await shown.keys(bench.keys, KEY_SECONDS)
            bench.book.note(figure, Who.BOARD, quantile(keys, 0.95))
        await flow.flow(0)
        bench.book.note(rows.FIND, Who.BOARD, max(await shown.find(FIND_SECONDS)))


async def _cost(bench: Bench, program: Program, flow: Feed) -> None:
    async with stage(program, flow) as shown:
        await shown.calm_tile(FIRST)
        await _rates(bench, program.who, shown, flow, {RATE: rows.CPU})


async def _rates(bench: Bench, who: Who, shown: Stage, flow: Feed, rates: dict[int, Figure]) -> None:
    for rate, figure in rates.items():
        await flow.flow(rate)
        await asyncio.sleep(bench.warm_seconds)
        bench.book.note(figure, who, (await shown.cost(bench.seconds))[0])
    await flow.flow(0)


async def _page(bench: Bench, path: str, who: Who, page: str, flow: Feed) -> None:
    async with chromium(path, page) as browser:
        await flow.wait_for_report("shown")
        await flow.flow(RATE)
        await asyncio.sleep(bench.warm_seconds)
        bench.book.note(rows.CPU, who, await browser.cost(bench.seconds))
        await _seen(bench, who, flow)
        await _keys(bench, who, browser, flow)
        await flow.flow(0)


async def _seen(bench: Bench, who: Who, flow: Feed) -> None:
    """Note how soon the page has painted what changed, by its own account."""
    sent = {probe.word: probe.sent for probe in await flow.probe(bench.probes, 0.05)}
    await asyncio.sleep(0.5)
    reports = [report for report in await flow.reports() if report.kind == "probe"]
    seen = [(report.at - sent[report.word]) / 1e6 for report in reports]
    bench.book.note(rows.SEEN_P50, who, quantile(seen, 0.5))
    bench.book.note(rows.SEEN_P95, who, quantile(seen, 0.95))


async def _keys(bench: Bench, who: Who, browser: Browser, flow: Feed) -> None:
    await flow.flow(0)
    await asyncio.sleep(bench.warm_seconds)
    await browser.press(["ArrowRight"] * bench.keys, KEY_SECONDS)
    await asyncio.sleep(0.5)
    keys = [report.milliseconds for report in await flow.reports() if report.kind == "key"]
    bench.book.note(rows.KEY_IDLE, who, quantile(keys, 0.95))
