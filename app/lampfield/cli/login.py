"""The login of a client."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    import ssl as tls


class Login(msgspec.Struct, frozen=True):
    """A hub's address, an account, its secret, and the trust in the hub."""

    url: str
    account: str
    secret: str
    trust: "tls.SSLContext | None" = None
    """The TLS context for ``wss``."""
    hub_name: str = ""
    """The name under which files for this hub are kept; empty for its address."""

    def __repr__(self) -> str:
        """Return a representation without the secret."""
        return f"Login({self.url!r}, {self.account!r})"


Run = Callable[[Login], Awaitable[int]]
"""A front end that runs on a hub until the operator leaves, and returns the exit status."""
