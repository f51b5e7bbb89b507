"""Receives and decodes, and does nothing with it: ``python -m tests.bench.rivals.receive URL``."""

import asyncio
import sys

from tests.bench.rivals.following import UPDATES, started


async def receive(url: str) -> None:
    """Receive for ever. The first name is printed, as a sign of life."""
    async with started(url) as (line, snapshot):
        print(snapshot.contacts[0].name, flush=True)
        async for frame in line:
            UPDATES.decode(frame)


if __name__ == "__main__":
    asyncio.run(receive(sys.argv[1]))
