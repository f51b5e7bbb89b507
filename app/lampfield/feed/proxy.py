"""The proxy between a client and a hub, found once for the feed and for photos."""

from websockets.exceptions import WebSocketException
from websockets.proxy import get_proxy, parse_proxy
from websockets.uri import parse_uri

from lampfield.feed.errors import CannotConnect
from lampfield.feed.options import Options

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
