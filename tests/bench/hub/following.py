"""Many clients that follow a server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.bench.hub.process import running

AT_ONCE = 25
"""How many wait for their snapshot at the same time, when they come one after the other."""


@asynccontextmanager
async def following(url: str, clients: int, accounts: int, at_once: int = AT_ONCE) -> AsyncIterator[None]:
    """Let clients follow; all of them have begun when the block runs.

    Args:
        url: The server's.
        clients: How many.
        accounts: How many accounts they are of, in turn; 0 for a server that asks for none.
        at_once: How many may wait for their snapshot at the same time.
    """
    async with running("readers", url, str(clients), str(accounts), str(at_once)) as readers:
        assert await readers.line() == "ready"
        yield
