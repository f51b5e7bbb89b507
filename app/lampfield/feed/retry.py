"""When a lost or refused connection is tried again."""

import random
from collections.abc import Callable, Iterator

from lampfield.feed.errors import LoginRefused, ProtocolMismatch

Policy = Callable[[Exception], bool]
"""Says whether a failure may pass by itself: then the connection is tried again."""

Delays = Callable[[], Iterator[float]]
"""Makes the waits between the tries of one outage, in seconds. The outage is final when they run out."""

FIRST_SECONDS = 0.25
LAST_SECONDS = 5.0
GROWTH = 1.7


def is_transient(error: Exception) -> bool:
    """Say that anything may pass but a refused login and a protocol that does not meet ours."""
    return not isinstance(error, LoginRefused | ProtocolMismatch)


def jittered() -> Iterator[float]:
    """Yield growing waits for ever, each between half and all of its length.

    The spread keeps the boards of a site from coming back at once.
    """
    wait = FIRST_SECONDS
    while True:
        yield wait * random.uniform(0.5, 1.0)
        wait = min(wait * GROWTH, LAST_SECONDS)
