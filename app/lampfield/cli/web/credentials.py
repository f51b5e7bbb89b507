"""The login of a board in a browser, which its process receives through a pipe that nobody else can read."""

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from lampfield.cli.login import Login

if TYPE_CHECKING:
    import ssl as tls


class HubAddress(msgspec.Struct, frozen=True):
    """The hub that all boards connect to, and how its certificate is verified."""

    url: str
    ca: str = ""
    """The PEM file of a certificate authority; empty for the system's."""
    site: str = ""
    """The site file of the hub, whose own certificate is trusted."""


class Credentials(msgspec.Struct, frozen=True):
    """A hub, an account and its secret."""

    hub: HubAddress
    account: str
    secret: str

    def __repr__(self) -> str:
        """Return a representation without the secret."""
        return f"Credentials({self.hub!r}, {self.account!r})"


def login_of(credentials: Credentials) -> Login:
    """Return the login that some credentials describe.

    Raises:
        Unusable: The authority's file cannot be used.
        ConfigError: The site file can no longer be read.
    """
    return Login(credentials.hub.url, credentials.account, credentials.secret, _trust(credentials.hub))


def _trust(hub: HubAddress) -> "tls.SSLContext | None":
    from lampfield.cli.trust import client_trust, own_hub_trust

    if not hub.site:
        return client_trust(hub.url, Path(hub.ca) if hub.ca else None)
    from lampfield.config.reading import read_site

    return own_hub_trust(read_site(Path(hub.site)))
