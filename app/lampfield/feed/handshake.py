"""From an address to a started feed: connect, hello, login, start."""

import asyncio
import ssl as tls
from typing import cast

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus
from websockets.typing import Subprotocol

from lampfield.feed.conversation import lost
from lampfield.feed.envelope import BadFrame, decode_frame, decode_params
from lampfield.feed.errors import CannotConnect, LoginRefused, ProtocolMismatch
from lampfield.feed.notices import Hello
from lampfield.feed.options import Options
from lampfield.feed.protocol import MAX_FRAME_BYTES, PROTOCOL_MAX, PROTOCOL_MIN, SUBPROTOCOL
from lampfield.feed.socket import FeedSocket

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
    headers = {"Authorization": f"Bearer {options.token}"} if options.token else None
    try:
        socket = await connect(
            options.url,
            create_connection=FeedSocket,
            subprotocols=[Subprotocol(SUBPROTOCOL)],
            additional_headers=headers,
            ssl=options.ssl,
            proxy=None if options.is_local else True,
            compression=None,
            open_timeout=options.timeout,
            ping_interval=PING_SECONDS,
            ping_timeout=PING_SECONDS,
            close_timeout=2.0,
            max_size=MAX_FRAME_BYTES,
            user_agent_header=options.client or None,
        )
        return cast("FeedSocket", socket)
    except InvalidStatus as error:
        raise _refused(options, error.response.status_code) from error
    except tls.SSLCertVerificationError as error:
        sentence = f"The certificate of {options.url} is not trusted: {error.verify_message}."
        raise CannotConnect(sentence) from error
    except (InvalidHandshake, OSError, TimeoutError, EOFError) as error:
        raise CannotConnect(f"No hub answers at {options.url}: {_reason(error)}.") from error


def _refused(options: Options, status: int) -> CannotConnect | LoginRefused:
    if status == 401:
        return LoginRefused("The hub does not know this token: log in with account and secret.")
    return CannotConnect(f"What answers at {options.url} is no Lampfield hub (HTTP {status}).")


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, ConnectionRefusedError) or "Connect call failed" in str(error):
        return "nothing listens there. Start one with `lampfield serve`"
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


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
