"""``lampfield watch``: print contacts as they change."""

import argparse
import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Literal

from lampfield.cli import options
from lampfield.cli.announcing import add_announce
from lampfield.cli.client import Feed, run_client
from lampfield.cli.failure import DONE
from lampfield.cli.stdio import reader_gone
from lampfield.cli.watching.announcements import announce
from lampfield.frontend.events.differences import Differences
from lampfield.frontend.events.event import Event
from lampfield.model.identity import ContactId
from lampfield.protocol.limits import DATASETS

if TYPE_CHECKING:
    from lampfield.client.replica import Batch

Write = Callable[[int, list[Event]], None]
"""Writes events, with the sequence number of the last change."""


def add(commands: options.Commands) -> None:
    """Add the command."""
    parser = options.command(commands, "watch", "contacts as they change: a table, or one JSON object a line")
    options.add_client(parser)
    options.add_config(parser)
    add_announce(parser, default=None)
    parser.add_argument("--json", action="store_true", help="one JSON object a line, with the feed's names")
    parser.add_argument("--retry", action="store_true", help="wait for a hub that does not run yet")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write lines until ctrl+c, or until the reader is gone."""
    first: Literal["raise", "retry"] = "retry" if args.retry else "raise"
    if args.announce is not None:
        run_client(args, announce(args), DATASETS, first)
        return DONE
    write = _writer(as_json=args.json)
    run_client(args, partial(_watch, write), ("contacts",), first)
    return DONE


def _writer(*, as_json: bool) -> Write:
    if as_json:
        from lampfield.cli.watching.json_lines import write_json

        return write_json
    from lampfield.cli.watching.table import Table

    return Table().write


async def _watch(write: Write, feed: Feed) -> None:
    lines = asyncio.create_task(_write_all(write, feed))
    unread = asyncio.create_task(reader_gone())
    try:
        await asyncio.wait((lines, unread), return_when=asyncio.FIRST_COMPLETED)
    finally:
        unread.cancel()
        lines.cancel()
    if lines.done():
        lines.result()


async def _write_all(write: Write, feed: Feed) -> None:
    pbx, news, differences = feed.pbx, _Touched(), Differences()
    news.cids.update(pbx.contacts.values_by_key)
    pbx.subscribe(news.note)
    while True:
        await feed.until(lambda: news.any)
        write(pbx.seq, differences.since(pbx.contacts.values_by_key, news.cids, pbx.links))
        news.clear()


class _Touched:
    """The contacts that changed since the last lines were written."""

    def __init__(self) -> None:
        self.any = True
        self.cids: set[ContactId] = set()

    def note(self, batch: "Batch") -> None:
        """Add the contacts that a frame changed."""
        self.any = True
        self.cids.update(batch.contacts_new, batch.contacts_updated, batch.contacts_gone)

    def clear(self) -> None:
        """Reset after the lines were written."""
        self.any = False
        self.cids.clear()
