"""Measure: ``python -m tests.bench [--only NAME ...] [--quick] [--json FILE] [--plot FILE]``."""

import argparse
import asyncio
import gc
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path

from tests.bench import growth, hub_section, many, repaint, report, sight, slow_line, start
from tests.bench.bench import Bench
from tests.bench.browser.chromium import installed
from tests.bench.figures import Book
from tests.bench.goals import GOALS, outcomes
from tests.bench.machine import machine
from tests.bench.plot import plot
from tests.bench.programs import Who
from tests.cli.commands import Lampfield

SECTIONS: dict[str, Callable[[Bench], Awaitable[None]]] = {
    "start": start.measure,
    "many": many.measure,
    "sight": sight.measure,
    "slow-line": slow_line.measure,
    "hub": hub_section.measure,
    "growth": growth.measure,
    "repaint": repaint.measure,
}


def bench_of(*, quick: bool) -> Bench:
    """Return a bench.

    Args:
        quick: One short run: to see that it works, not to believe.
    """
    chromium = installed()
    bench = Bench(Book(), 3, 2.0, 0.8, 40, 25, chromium)
    if chromium is None:
        bench.book.absent = dict.fromkeys((Who.PAGE, Who.VIRTUAL), "not installed")
    return bench._replace(runs=1, seconds=1.0, warm_seconds=0.5, probes=20, keys=10) if quick else bench


async def measured(bench: Bench, names: list[str]) -> list[str]:
    """Measure sections one after the other, and return the names of those that broke off.

    The search for garbage waits for their ends: it takes up to 40 ms here, in which nothing that a program
    writes would be read, and the program would have to answer for it.
    """
    broken = []
    gc.disable()
    for name in names:
        gc.collect()
        began = time.monotonic()
        try:
            await SECTIONS[name](bench)
        except (AssertionError, TimeoutError) as error:
            # A program did not show what it should have: what the other sections say is no less true.
            traceback.print_exception(error)
            broken.append(name)
        bench.say(f"{name}: {time.monotonic() - began:.0f} s")
    return broken


def main() -> int:
    """Measure, print, and write what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=list(SECTIONS), metavar="NAME")
    parser.add_argument("--quick", action="store_true", help="one short run of everything")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--plot", type=Path, metavar="FILE")
    args = parser.parse_args()
    bench = bench_of(quick=args.quick)
    facts = machine(bench.chromium)
    with tempfile.TemporaryDirectory() as home:
        # No setting of whoever runs this reaches the programs.
        environ = Lampfield(home).environ
        os.environ.clear()
        os.environ.update(environ)
        broken = asyncio.run(measured(bench, args.only))
    reached = outcomes(GOALS, bench.book)
    print(report.text(facts, reached, bench.book))
    if args.json is not None:
        args.json.write_bytes(report.as_json(facts, reached, bench.book))
    if args.plot is not None:
        args.plot.write_text(plot(bench.book, report.facts(facts)), encoding="utf-8")
    for name in broken:
        bench.say(f"{name} broke off: what it had measured by then is in the tables.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
