"""How a client connects: options, retry policy, delays and proxy."""

import ipaddress
import ssl as tls
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit, urlunsplit

import msgspec
from websockets.exceptions import WebSocketException
from websockets.proxy import get_proxy, parse_proxy
from websockets.uri import parse_uri

from lampfield.model.backoff import jittered_delays
from lampfield.protocol.errors import CannotConnect, LoginRefused, ProtocolMismatch
from lampfield.protocol.limits import DATASETS

Policy = Callable[[Exception], bool]
"""Returns whether a failure is transient: then the client reconnects."""


Delays = Callable[[], Iterator[float]]
"""Returns the delays between attempts during one outage, in seconds. The outage is final at their end."""


FIRST_SECONDS = 0.25


LAST_SECONDS = 5.0


GROWTH = 1.7


PROXY_ADVICE = "Correct the proxy variables (https_proxy and the like), or name the hub in no_proxy."


_HTTP = {"ws": "http", "wss": "https"}


def is_transient(error: Exception) -> bool:
    """Return whether an error may pass by itself: all may, except a refused login and a protocol mismatch."""
    return not isinstance(error, LoginRefused | ProtocolMismatch)


def jittered() -> Iterator[float]:
    """Yield the default delays before each reconnect, in seconds, without end."""
    return jittered_delays(FIRST_SECONDS, LAST_SECONDS, growth=GROWTH)


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """The arguments of `lampfield.connect`; see there."""

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
    """Seconds for each of connecting, login and snapshot."""

    def __post_init__(self) -> None:
        if not _is_hub_url(self.url):
            raise ValueError(f"{self.url!r} is no hub's address: write ws://HOST:PORT or wss://HOST:PORT")

    def __repr__(self) -> str:
        """Return the address and the account, without the secrets."""
        return f"Options({self.url!r}, {self.account!r})"

    @property
    def http_url(self) -> str:
        """The base URL of photos, on the same port, without a trailing slash."""
        parts = urlsplit(self.url)
        return urlunsplit((_HTTP[parts.scheme], parts.netloc, parts.path.rstrip("/"), "", ""))

    @property
    def is_local(self) -> bool:
        """Whether the hub is on this machine, so that no proxy is used."""
        host = urlsplit(self.url).hostname or ""
        try:
            return host == "localhost" or ipaddress.ip_address(host).is_loopback
        except ValueError:
            return False


def find_proxy(options: Options) -> str | None:
    """Return the address of the proxy that the environment sets for a hub; None: no proxy.

    A hub on this machine is always reached directly.

    Raises:
        CannotConnect: The environment sets an invalid proxy.
    """
    if options.is_local:
        return None
    try:
        proxy = get_proxy(parse_uri(options.url))
    except (ValueError, WebSocketException) as error:
        raise CannotConnect(f"The proxy variables cannot be read: {error}. {PROXY_ADVICE}") from error
    if not proxy:
        return None
    proxy = proxy if "://" in proxy else f"http://{proxy}"
    try:
        parse_proxy(proxy)
    except (ValueError, WebSocketException) as error:
        sentence = f"The proxy variables name {without_credentials(proxy)}, which is no valid address."
        raise CannotConnect(f"{sentence} {PROXY_ADVICE}") from error
    return proxy


def without_credentials(proxy: str) -> str:
    """Return the address of a proxy without name and password."""
    scheme, _, rest = proxy.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"


def with_proxy(sentence: str, proxy: str | None) -> str:
    """Return an error text with the proxy that was used.

    Args:
        sentence: The error, with a full stop.
        proxy: The address of the proxy; None: no proxy.
    """
    if proxy is None:
        return sentence
    return f"{sentence} The connection goes through the proxy {without_credentials(proxy)}. {PROXY_ADVICE}"


def _is_hub_url(url: str) -> bool:
    try:
        parts = urlsplit(url)
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        # Brackets without an address in them, or an invalid port.
        return False
    is_clean = url.isprintable() and " " not in url
    return is_clean and has_port and parts.scheme in _HTTP and bool(parts.hostname)
