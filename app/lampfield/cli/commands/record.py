"""``lampfield record``: record what a hub sends, for replay."""

import argparse
import asyncio
import signal
from collections.abc import Awaitable
from contextlib import suppress
from functools import partial
from pathlib import Path

from lampfield.cli import options
from lampfield.cli.client import Feed, run_client
from lampfield.cli.failure import DONE, Unusable
from lampfield.cli.stdio import reader_gone, warn

ABOUT = "record what a hub sends, until ctrl+c; `demo --replay` plays it back"


def add(commands: options.Commands) -> None:
    """Add the command."""
    parser = options.command(commands, "record", ABOUT)
    parser.add_argument("file", metavar="FILE", type=Path, help="a new file; - for standard output")
    parser.add_argument(
        "--anonymous",
        action="store_true",
        help="replace names, numbers, addresses and texts consistently by made-up ones",
    )
    parser.add_argument("--seconds", metavar="N", type=float, help="stop after N seconds")
    options.add_client(parser)
    options.add_config(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write lines until ctrl+c, SIGTERM, the end of the time, or the end of the reader."""
    from lampfield.protocol.limits import DATASETS

    if args.seconds is not None and not args.seconds > 0:
        raise Unusable("--seconds: give a number above 0")
    run_client(args, partial(_record, args), DATASETS)
    return DONE


async def _record(args: argparse.Namespace, feed: Feed) -> None:
    from lampfield.cli.recording.anonymizer import Anonymizer
    from lampfield.cli.recording.recorder import Recorder
    from lampfield.cli.recording.writing import STANDARD_OUTPUT, writer_to

    stop = _stop_event()
    with writer_to(args.file) as writer:
        recorder = Recorder(feed.pbx, writer, Anonymizer() if args.anonymous else None)
        recorder.begin()
        unsubscribe = feed.pbx.subscribe(recorder.record)
        unread = reader_gone() if args.file == STANDARD_OUTPUT else asyncio.Event().wait()
        over = feed.until(lambda: False)
        try:
            await _first(_within(args.seconds, stop), unread, over, recorder.failed)
        finally:
            unsubscribe()
        recorder.end()
    warn(f"recorded{' without names' if args.anonymous else ''}: {args.file}")


def _stop_event() -> asyncio.Event:
    """Return an event that ctrl+c and SIGTERM set."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


async def _within(seconds: float | None, stop: asyncio.Event) -> None:
    """Wait for an event, for a number of seconds at most; None for no limit."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()


async def _first(*ends: Awaitable[object]) -> None:
    """Wait until the first of several awaitables is done, cancel the others, and raise its exception."""
    tasks = [asyncio.ensure_future(end) for end in ends]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
    for task in done:
        task.result()
