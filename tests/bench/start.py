"""From the command to the first tile, and the memory that it takes, with 10,000 contacts."""

import asyncio

from tests.bench import programs, rows
from tests.bench.bench import Bench
from tests.bench.browser.chromium import chromium
from tests.bench.feed.running import Feed, feed
from tests.bench.figures import Book
from tests.bench.programs import Program, Who
from tests.bench.stage import FIRST, IN_SIGHT, Stage, stage

CONTACTS = 10_000
SETTLED_SECONDS = 2.0
"""After so long all is loaded that is loaded without being asked for."""

CHAT = "u"
"""Opens the chat with who wrote last."""


async def measure(bench: Bench) -> None:
    """Measure start and memory: the demo, with its hub in the same process, beside what shows the same."""
    async with feed(CONTACTS, IN_SIGHT) as flow:
        # Once for nothing: Python compiles what it imports for the first time.
        await _demo(bench._replace(book=Book()))
        for _ in range(bench.runs):
            await _start(bench, programs.BARE, FIRST)
            await _demo(bench)
            for program in (programs.ANSI, programs.LINES):
                await _start(bench, program, FIRST, flow)
            if bench.chromium is not None:
                await _page(bench, bench.chromium, Who.PAGE, flow.page, flow)
                await _page(bench, bench.chromium, Who.VIRTUAL, f"{flow.page}?virtual", flow)


async def _start(bench: Bench, program: Program, text: str, flow: Feed | None = None) -> None:
    async with stage(program, flow) as shown:
        await _note(bench, program.who, shown, text)


async def _demo(bench: Bench) -> None:
    async with stage(programs.DEMO) as shown:
        await _note(bench, Who.BOARD, shown, "FREE", CHAT)


async def _note(bench: Bench, who: Who, shown: Stage, text: str, keys: str = "") -> None:
    """Note the start, and the memory once some keys have loaded what they load."""
    bench.book.note(rows.START, who, await shown.first_tile(text))
    await asyncio.sleep(SETTLED_SECONDS / 2)
    shown.terminal.send(keys)
    await asyncio.sleep(SETTLED_SECONDS / 2)
    bench.book.note(rows.MEMORY, who, shown.memory_mb())


async def _page(bench: Bench, path: str, who: Who, page: str, flow: Feed) -> None:
    async with chromium(path, page) as browser:
        shown = await flow.wait_for_report("shown")
        bench.book.note(rows.START, who, (shown.at - browser.began) / 1e9)
        await asyncio.sleep(SETTLED_SECONDS)
        bench.book.note(rows.MEMORY, who, browser.memory_mb())
