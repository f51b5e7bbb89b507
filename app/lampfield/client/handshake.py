"""Open a websocket to a hub and check its hello."""

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

from lampfield.client.connection import FeedSocket, connection_lost
from lampfield.client.options import Options, find_proxy, with_proxy
from lampfield.protocol.errors import CannotConnect, LoginRefused, ProtocolMismatch
from lampfield.protocol.jsonrpc import BadFrame, decode_frame, decode_params
from lampfield.protocol.limits import MAX_FRAME_BYTES, PROTOCOL_MAX, PROTOCOL_MIN, SUBPROTOCOL
from lampfield.protocol.notifications import Hello

log = logging.getLogger(__name__)

EXPECTED_ERRORS = (WebSocketException, OSError, TimeoutError, EOFError, ValueError, ImportError)
"""What websockets is known to raise. Anything else is logged, and fails only the attempt."""

WEBSOCKET = {"https": "wss", "http": "ws"}
"""The scheme of a websocket by the scheme of its web server."""

PING_SECONDS = 5.0
"""Interval and time limit of a ping: a lost hub is noticed, and its states are stale, within 10 s."""


async def open_socket(options: Options) -> tuple[FeedSocket, Hello]:
    """Connect, and read the hub's hello.

    Raises:
        CannotConnect: Nothing answers there, or not a hub.
        LoginRefused: The hub rejects the bearer token.
        ProtocolMismatch: The hub's protocol versions are too new or too old.
    """
    socket = await _connect(options)
    try:
        async with asyncio.timeout(options.timeout):
            hello = _read_hello(await socket.receive())
        _check_protocol(hello)
    except (TimeoutError, BadFrame, ValueError) as error:
        await socket.close()
        raise CannotConnect(f"The server at {options.url} is no Lampfield hub.") from error
    except ConnectionClosed as error:
        raise CannotConnect(str(connection_lost(error))) from error
    except ProtocolMismatch:
        await socket.close()
        raise
    return socket, hello


async def _connect(options: Options) -> FeedSocket:
    proxy = find_proxy(options)
    try:
        return await _open(options, proxy)
    except Exception as error:
        raise connect_error(error, options, proxy) from error


async def _open(options: Options, proxy: str | None) -> FeedSocket:
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


def connect_error(error: Exception, options: Options, proxy: str | None) -> CannotConnect | LoginRefused:
    """Return the error that describes a failed attempt to connect.

    Args:
        error: What websockets raised.
        options: The connection options.
        proxy: The address of the proxy; None: no proxy.
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
        sentence = f"The proxy refuses to connect to {options.url} (HTTP {status})."
        return CannotConnect(with_proxy(sentence, proxy))
    if not isinstance(error, EXPECTED_ERRORS):
        log.error("cannot connect to %s", options.url, exc_info=error)
    return CannotConnect(with_proxy(f"No hub answers at {options.url}: {_reason_of(error, proxy)}.", proxy))


def _refused(options: Options, status: int) -> CannotConnect | LoginRefused:
    if status == 401:
        return LoginRefused("The hub does not know this token. Log in with account and secret.")
    return CannotConnect(f"The server at {options.url} is no Lampfield hub (HTTP {status}).")


def _redirected(options: Options, url: str) -> str:
    """Return the error text for a redirect to a web page, which a websocket cannot follow."""
    scheme, _, rest = url.partition("://")
    websocket = WEBSOCKET.get(scheme.lower())
    sentence = f"The server at {options.url} redirects to {url}."
    return f"{sentence} Use {websocket}://{rest.rstrip('/')}" if websocket else sentence


def _reason_of(error: Exception, proxy: str | None) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, ConnectionRefusedError) or "Connect call failed" in str(error):
        return "nothing listens there" + ("" if proxy else ". Start one with `lampfield serve`")
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return str(text).rstrip(".") if isinstance(error, EXPECTED_ERRORS) else f"{type(error).__name__}: {text}"


def _read_hello(frame: str | bytes) -> Hello:
    envelope = decode_frame(frame)[0]
    if envelope.method != Hello.method:
        raise BadFrame("no hello")
    return decode_params(envelope, Hello)


def _check_protocol(hello: Hello) -> None:
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
