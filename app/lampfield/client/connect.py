"""``lampfield.connect``: the entry point of the Python API."""

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
        account: The account to log in to.
        secret: The account's secret.
        token: A bearer token instead of both.
        datasets: The datasets to follow; all of them by default.
        first: What to do when the first attempt fails: raise its error, or keep trying in the background.
            With ``retry`` the block starts at once, possibly before anything is known.
        policy: Returns whether to reconnect after an error.
        delays: Returns the delays between attempts, in seconds; by default jittered and without end.
        ssl: The TLS context for ``wss``; the system's trust store by default.
        client: Name and version of the program, for the hub's log.
        early: Start with a partial snapshot; the remaining contacts arrive as ``new``.
        timeout: Seconds for each of connecting, login and snapshot.

    Raises:
        ValueError: The address is not a hub's.
        FeedError: With ``first="raise"``, the first attempt failed.
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
    async with _connected(options, first) as pbx:
        yield pbx


@asynccontextmanager
async def _connected(options: Options, first: Literal["raise", "retry"]) -> AsyncIterator[PBX]:
    """Stay connected while the block runs."""
    pbx = PBX(options)
    try:
        if first == "raise":
            await pbx.feed.open()
        pbx.start()
        yield pbx
    finally:
        await pbx.close()
