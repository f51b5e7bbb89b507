"""Waiting in tests: for a condition with a deadline, never for a time."""

import asyncio
from collections.abc import Callable

POLL_SECONDS = 0.005


async def until(condition: Callable[[], object], what: str, seconds: float = 5.0) -> None:
    """Wait until a condition holds.

    Args:
        condition: Asked on the event loop, often; it has no side effect.
        what: What is waited for, for the failure's text.
        seconds: The deadline.

    Raises:
        AssertionError: It did not hold in time.
    """
    try:
        async with asyncio.timeout(seconds):
            while not condition():
                await asyncio.sleep(POLL_SECONDS)
    except TimeoutError:
        raise AssertionError(f"not within {seconds} s: {what}") from None
