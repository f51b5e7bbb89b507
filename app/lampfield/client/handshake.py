"""From an address to a started feed: connect, hello, login, start."""

import asyncio
import logging
import ssl as tls
from typing import cast

from websockets.asyncio.client import connect
from websockets.exceptions import (
    ConnectionClosed,
    InvalidProxyStatus,
    InvalidStatus,
    InvalidURI,
    WebSocketException,
)
from websockets.typing import Subprotocol

from lampfield.client.connection import FeedSocket, lost
from lampfield.client.options import Options, find_proxy, with_proxy
from lampfield.protocol.errors import CannotConnect, LoginRefused, ProtocolMismatch
from lampfield.protocol.jsonrpc import BadFrame, decode_frame, decode_params
from lampfield.protocol.limits import MAX_FRAME_BYTES, PROTOCOL_MAX, PROTOCOL_MIN, SUBPROTOCOL
from lampfield.protocol.notifications import Hello

log = logging.getLogger(__name__)

FORESEEN = (WebSocketException, OSError, TimeoutError, EOFError, ValueError, ImportError)
"""What the library is known to raise. Anything else is in the log, and ends the attempt alone."""

WEBSOCKET = {"https": "wss", "http": "ws"}
"""The scheme of a websocket at a web server, by the server's."""

PING_SECONDS = 5.0
"""A hub that does not answer a ping within this time is lost: stale after 10 s at the most."""


async def open_socket(options: Options) -> tuple[FeedSocket, Hello]:
    """Connect and hear the hub's first words.

    Raises:
        CannotConnect: Nobody answers there, or no hub.
        LoginRefused: The bearer token is not taken.
        ProtocolMismatch: The hub speaks another protocol.
    """
    socket = await _connect(options)
    try:
        async with asyncio.timeout(options.timeout):
            hello = _hello(await socket.receive())
        _check(hello)
    except (TimeoutError, BadFrame, ValueError) as error:
        await socket.close()
        raise CannotConnect(f"What answers at {options.url} is no Lampfield hub.") from error
    except ConnectionClosed as error:
        raise CannotConnect(str(lost(error))) from error
    except ProtocolMismatch:
        await socket.close()
        raise
    return socket, hello


async def _connect(options: Options) -> FeedSocket:
    proxy = find_proxy(options)
    try:
        return await _opened(options, proxy)
    except Exception as error:
        raise failure(error, options, proxy) from error


async def _opened(options: Options, proxy: str | None) -> FeedSocket:
    headers = {"Authorization": f"Bearer {options.token}"} if options.token else None
    socket = await connect(
        options.url,
        create_connection=FeedSocket,
        subprotocols=[Subprotocol(SUBPROTOCOL)],
        additional_headers=headers,
        ssl=options.ssl,
        proxy=proxy,
        compression=None,
        open_timeout=options.timeout,
        ping_interval=PING_SECONDS,
        ping_timeout=PING_SECONDS,
        close_timeout=2.0,
        max_size=MAX_FRAME_BYTES,
        user_agent_header=options.client or None,
    )
    return cast("FeedSocket", socket)


def failure(error: Exception, options: Options, proxy: str | None) -> CannotConnect | LoginRefused:
    """Return why there is no connection, in words.

    Args:
        error: Whatever the library raised.
        options: Where the hub should be.
        proxy: What stood between; None: nothing.
    """
    if isinstance(error, InvalidStatus):
        return _refused(options, error.response.status_code)
    if isinstance(error, InvalidURI):
        return CannotConnect(_redirected(options, error.uri))
    if isinstance(error, tls.SSLCertVerificationError):
        reason = error.verify_message.rstrip(".")
        return CannotConnect(f"The certificate of {options.url} is not trusted: {reason}.")
    if isinstance(error, InvalidProxyStatus):
        status = error.response.status_code
        sentence = f"The proxy does not let one through to {options.url} (HTTP {status})."
        return CannotConnect(with_proxy(sentence, proxy))
    if not isinstance(error, FORESEEN):
        log.error("cannot connect to %s", options.url, exc_info=error)
    return CannotConnect(with_proxy(f"No hub answers at {options.url}: {_reason(error, proxy)}.", proxy))


def _refused(options: Options, status: int) -> CannotConnect | LoginRefused:
    if status == 401:
        return LoginRefused("The hub does not know this token: log in with account and secret.")
    return CannotConnect(f"What answers at {options.url} is no Lampfield hub (HTTP {status}).")


def _redirected(options: Options, url: str) -> str:
    """Return what to do about a redirect that cannot be followed: one from a websocket to a web page."""
    scheme, _, rest = url.partition("://")
    websocket = WEBSOCKET.get(scheme.lower())
    sentence = f"What answers at {options.url} sends to {url}."
    return f"{sentence} Use {websocket}://{rest.rstrip('/')}" if websocket else sentence


def _reason(error: Exception, proxy: str | None) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, ConnectionRefusedError) or "Connect call failed" in str(error):
        return "nothing listens there" + ("" if proxy else ". Start one with `lampfield serve`")
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return str(text).rstrip(".") if isinstance(error, FORESEEN) else f"{type(error).__name__}: {text}"


def _hello(frame: str | bytes) -> Hello:
    envelope = decode_frame(frame)[0]
    if envelope.method != Hello.method:
        raise BadFrame("no hello")
    return decode_params(envelope, Hello)


def _check(hello: Hello) -> None:
    if hello.protocol_min > PROTOCOL_MAX:
        raise ProtocolMismatch(
            f"The hub ({hello.version}) speaks protocol {hello.protocol_min} or later,"
            f" this program {PROTOCOL_MAX}: update this program."
        )
    if hello.protocol_max < PROTOCOL_MIN:
        raise ProtocolMismatch(
            f"The hub ({hello.version}) speaks protocol {hello.protocol_max} or earlier,"
            f" this program {PROTOCOL_MIN}: update the hub."
        )
