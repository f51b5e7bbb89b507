"""What a board in a browser logs in with: it goes to its process by a pipe, where nobody else reads it."""

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from lampfield.cli.login import Login

if TYPE_CHECKING:
    import ssl as tls


class HubAddress(msgspec.Struct, frozen=True):
    """The hub that all boards connect to, and why it is trusted."""

    url: str
    ca: str = ""
    """The PEM file of an authority; empty: the system's."""
    site: str = ""
    """The site file whose hub it is: its own certificate is trusted."""


class Credentials(msgspec.Struct, frozen=True):
    """Who logs in where."""

    hub: HubAddress
    account: str
    secret: str

    def __repr__(self) -> str:
        """Return all but the secret."""
        return f"Credentials({self.hub!r}, {self.account!r})"


def login_of(entry: Credentials) -> Login:
    """Return the login of an entry.

    Raises:
        Unusable: The authority's file cannot be used.
        ConfigError: The site file cannot be read any more.
    """
    return Login(entry.hub.url, entry.account, entry.secret, _trust(entry.hub))


def _trust(hub: HubAddress) -> "tls.SSLContext | None":
    from lampfield.cli.trust import client_trust, own_hub_trust

    if not hub.site:
        return client_trust(hub.url, Path(hub.ca) if hub.ca else None)
    from lampfield.config.reading import read_site

    return own_hub_trust(read_site(Path(hub.site)))
