"""Python's search for garbage, which finds none while a board starts and takes a sixth of that time.

What the start has made stays for as long as the board runs: it is set aside for good, so that no later search
goes through it and holds up a key.
"""

import asyncio
import gc
from contextlib import suppress

LATEST_SECONDS = 10.0
"""After so long the search goes on, whether anything is shown or not."""


def pause() -> None:
    """Search no more."""
    gc.disable()


async def resume_after(shown: asyncio.Event) -> None:
    """Search again, but not through what is there by then.

    Args:
        shown: Set when the start is over.
    """
    with suppress(TimeoutError):
        async with asyncio.timeout(LATEST_SECONDS):
            await shown.wait()
    gc.collect()
    gc.freeze()
    gc.enable()
