"""Delays between attempts to reconnect."""

import random
from collections.abc import Iterator


def jittered_delays(first_seconds: float, max_seconds: float, *, growth: float) -> Iterator[float]:
    """Yield exponentially growing delays without end, each shortened at random by up to half.

    The jitter keeps the clients of a server from reconnecting all at once.

    Args:
        first_seconds: The first delay, before the jitter.
        max_seconds: The upper bound of all delays.
        growth: Factor from one delay to the next.
    """
    delay = first_seconds
    while True:
        yield delay * random.uniform(0.5, 1.0)
        delay = min(delay * growth, max_seconds)
