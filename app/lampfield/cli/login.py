"""What a client needs to log in."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    import ssl as tls


class Login(msgspec.Struct, frozen=True):
    """Where, as whom, and whom to trust."""

    url: str
    account: str
    secret: str
    trust: "tls.SSLContext | None" = None
    """For ``wss``."""
    hub_name: str = ""
    """What the hub is called where something is kept for it; empty: by its address."""

    def __repr__(self) -> str:
        """Return all but the secret."""
        return f"Login({self.url!r}, {self.account!r})"


Run = Callable[[Login], Awaitable[int]]
"""Runs on a hub until the operator leaves, and returns the exit status."""
