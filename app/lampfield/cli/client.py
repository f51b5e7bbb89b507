"""A client command: log in, do something, leave in order."""

import argparse
import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Literal

from lampfield.cli.failure import Failed
from lampfield.cli.login import Login
from lampfield.cli.logins import find_login
from lampfield.cli.logs import log_to_stderr

if TYPE_CHECKING:
    from lampfield.client.pbx import PBX

Act = Callable[["Feed"], Awaitable[None]]


class Feed:
    """A feed that is up, and what a command waits for on it.

    Args:
        pbx: The client.
    """

    def __init__(self, pbx: "PBX") -> None:
        self.pbx = pbx
        self._changed = asyncio.Event()
        pbx.subscribe(lambda _: self._changed.set())
        self._closed = asyncio.create_task(pbx.closed())
        self._closed.add_done_callback(lambda _: self._changed.set())

    async def until(self, condition: Callable[[], object], seconds: float | None = None) -> None:
        """Wait until a condition holds; it is asked again after every frame.

        Args:
            condition: Has no side effect.
            seconds: How long at most; None for as long as the feed lasts.

        Raises:
            TimeoutError: It did not hold in time.
            LampfieldError: The feed ended for good.
            Failed: It was closed.
        """
        async with asyncio.timeout(seconds):
            while not condition():
                if self._closed.done():
                    raise self.pbx.failed or Failed("the connection to the hub was closed")
                await self._changed.wait()
                self._changed.clear()


def run_client(
    args: argparse.Namespace,
    act: Act,
    datasets: tuple[str, ...],
    first: Literal["raise", "retry"] = "raise",
) -> None:
    """Do something on the hub's feed.

    Args:
        args: The parsed arguments, with the client's options.
        act: What to do.
        datasets: What it needs to follow.
        first: What to do when there is no hub yet; see `lampfield.connect`.

    Raises:
        Unusable: Hub, account or secret are not known.
        LampfieldError: The hub cannot be reached, or refused.
    """
    login = find_login(args, os.environ)
    # What goes wrong here comes out as the command's own last word; only faults of the program are news.
    log_to_stderr(logging.ERROR)
    asyncio.run(_run(login, act, datasets, first))


async def _run(login: Login, act: Act, datasets: tuple[str, ...], first: Literal["raise", "retry"]) -> None:
    from lampfield.client.connect import connect

    async with connect(
        login.url,
        account=login.account,
        secret=login.secret,
        datasets=datasets,
        first=first,
        ssl=login.trust,
        client="lampfield command",
    ) as pbx:
        await act(Feed(pbx))
