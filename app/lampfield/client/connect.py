"""``lampfield.connect``: the door of the Python API."""

import ssl as tls
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Literal

from lampfield.client.options import Delays, Options, Policy, is_transient, jittered
from lampfield.client.pbx import PBX
from lampfield.protocol.limits import DATASETS


@asynccontextmanager
async def connect(
    url: str,
    *,
    account: str = "",
    secret: str = "",
    token: str = "",
    datasets: Sequence[str] = DATASETS,
    first: Literal["raise", "retry"] = "raise",
    policy: Policy = is_transient,
    delays: Delays = jittered,
    ssl: tls.SSLContext | None = None,
    client: str = "",
    early: bool = False,
    timeout: float = 10.0,
) -> AsyncIterator[PBX]:
    """Connect to a hub and stay connected while the block runs.

    ::

        async with lampfield.connect("ws://127.0.0.1:8650", account="reception", secret="…") as pbx:
            for contact in pbx.contacts:
                print(contact.name, contact.show, contact.blf)

    Args:
        url: ``ws://HOST:PORT`` or ``wss://HOST:PORT``.
        account: Whom to log in.
        secret: The account's secret.
        token: A bearer token in place of both.
        datasets: What to follow; all of it by default.
        first: What to do when the first try fails: raise its error, or go on trying in the background.
            With ``retry`` the block begins at once, maybe before anything is known.
        policy: Says of an error whether the connection is tried again.
        delays: Makes the waits between tries, in seconds; for ever by default, jittered.
        ssl: Trust for ``wss``; the system's by default.
        client: Name and version of the program, for the hub's log.
        early: Begin when only a part of the contacts is known yet; the others come as news.
        timeout: Seconds for connecting, login and snapshot, each.

    Raises:
        ValueError: The address is none.
        FeedError: With ``first="raise"``, the first try failed.
    """
    options = Options(
        url=url,
        account=account,
        secret=secret,
        token=token,
        datasets=tuple(datasets),
        policy=policy,
        delays=delays,
        ssl=ssl,
        client=client,
        early=early,
        timeout=timeout,
    )
    async with _kept_up(options, first) as pbx:
        yield pbx


@asynccontextmanager
async def _kept_up(options: Options, first: Literal["raise", "retry"]) -> AsyncIterator[PBX]:
    """Stay connected while the block runs."""
    pbx = PBX(options)
    try:
        if first == "raise":
            await pbx.keeper.open()
        pbx.keep_up()
        yield pbx
    finally:
        await pbx.close()
