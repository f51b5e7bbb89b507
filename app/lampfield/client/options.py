"""How a client connects: options, the retry policy, and the proxy in between."""

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
    """Yield the default delays before each reconnect, in seconds, without end."""
    return jittered_delays(FIRST_SECONDS, LAST_SECONDS, growth=GROWTH)


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


HOW_TO_MEND = "Correct the proxy variables (https_proxy and the like), or name the hub in no_proxy."


def find_proxy(options: Options) -> str | None:
    """Return the address of the proxy that the environment names for a hub; None where there is none.

    A hub on this machine is reached without one.

    Raises:
        CannotConnect: The environment names something that is no proxy.
    """
    if options.is_local:
        return None
    try:
        proxy = get_proxy(parse_uri(options.url))
    except (ValueError, WebSocketException) as error:
        raise CannotConnect(f"The proxy variables cannot be read: {error}. {HOW_TO_MEND}") from error
    if not proxy:
        return None
    proxy = proxy if "://" in proxy else f"http://{proxy}"
    try:
        parse_proxy(proxy)
    except (ValueError, WebSocketException) as error:
        sentence = f"The environment names {shown(proxy)} as the proxy, which is no address of one."
        raise CannotConnect(f"{sentence} {HOW_TO_MEND}") from error
    return proxy


def shown(proxy: str) -> str:
    """Return the address of a proxy without name and password."""
    scheme, _, rest = proxy.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"


def with_proxy(sentence: str, proxy: str | None) -> str:
    """Return what went wrong, with the proxy that stood between.

    Args:
        sentence: Ends in a full stop.
        proxy: Its address; None where there was none.
    """
    if proxy is None:
        return sentence
    return f"{sentence} It was asked through the proxy {shown(proxy)}. {HOW_TO_MEND}"
