"""Runs a client command: log in, act, log out."""

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
    """A connected client, with a condition to wait for.

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
        """Wait until a condition holds. It is evaluated after every frame.

        Args:
            condition: A predicate without side effects.
            seconds: The timeout; None to wait as long as the connection lasts.

        Raises:
            TimeoutError: The condition did not hold in time.
            LampfieldError: The connection ended for good.
            Failed: The connection was closed.
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
    """Log in to the hub and run an action.

    Args:
        args: The parsed arguments, with the client's options.
        act: The action.
        datasets: The datasets that it needs.
        first: What to do if the first connection fails; see `lampfield.connect`.

    Raises:
        Unusable: The hub, the account or the secret is unknown.
        LampfieldError: The hub cannot be reached, or refuses.
    """
    login = find_login(args, os.environ)
    # The command reports its own failure as its last line, so only errors are logged.
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
