"""How a client connects."""

import ipaddress
import ssl as tls
from urllib.parse import urlsplit, urlunsplit

import msgspec

from lampfield.feed.protocol import DATASETS
from lampfield.feed.retry import Delays, Policy, is_transient, jittered

_HTTP = {"ws": "http", "wss": "https"}


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that `connect` may be told. See there."""

    url: str
    account: str = ""
    secret: str = ""
    token: str = ""
    datasets: tuple[str, ...] = DATASETS
    policy: Policy = is_transient
    delays: Delays = jittered
    ssl: tls.SSLContext | None = None
    client: str = ""
    early: bool = False
    timeout: float = 10.0
    """Seconds for connecting, login and snapshot, each."""

    def __post_init__(self) -> None:
        if not _is_hub(self.url):
            raise ValueError(f"{self.url!r} is no hub's address: write ws://HOST:PORT or wss://HOST:PORT")

    def __repr__(self) -> str:
        """Return all that is no secret and tells one from another."""
        return f"Options({self.url!r}, {self.account!r})"

    @property
    def http_url(self) -> str:
        """The address of the same port for photos, without a slash at the end."""
        parts = urlsplit(self.url)
        return urlunsplit((_HTTP[parts.scheme], parts.netloc, parts.path.rstrip("/"), "", ""))

    @property
    def is_local(self) -> bool:
        """Whether the hub is on this machine: then no proxy stands between."""
        host = urlsplit(self.url).hostname or ""
        try:
            return host == "localhost" or ipaddress.ip_address(host).is_loopback
        except ValueError:
            return False


def _is_hub(url: str) -> bool:
    try:
        parts = urlsplit(url)
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        # Brackets that hold no address, or a port that is none.
        return False
    is_clean = url.isprintable() and " " not in url
    return is_clean and has_port and parts.scheme in _HTTP and bool(parts.hostname)
