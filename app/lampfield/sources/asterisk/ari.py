"""A client of Asterisk's REST interface (ARI): HTTP requests, and events over a websocket."""

import ssl
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeVar
from urllib.parse import quote, urlencode

import msgspec
from websockets.asyncio.client import ClientConnection, connect

from lampfield.http_library import httpx
from lampfield.sources.asterisk.settings import AsteriskSettings

ANSWER_SECONDS = 5.0

PING_SECONDS = 5.0
"""Interval between pings on the event websocket, and the timeout of each."""

EVENT_BYTES = 1 << 20

CALL_EVENT_SOURCES = ("channel:", "bridge:")
"""The subscription: every channel and every bridge.

Not ``subscribeAll``, which includes device states: an Asterisk that emits a device state at the moment at
which a subscriber's websocket closes locks up its whole ARI until a restart (asterisk/asterisk issue 2170,
open in September 2026; with 22.10 it happened in four of six runs of a test that calls and disconnects). AMI
emits the device states.
"""

DISALLOWED_EVENTS = (
    "ChannelVarset",
    "ChannelDtmfReceived",
    "ChannelTalkingStarted",
    "ChannelTalkingFinished",
)
"""Events that no call needs: half of the traffic."""

T = TypeVar("T")


class CallerId(msgspec.Struct, frozen=True):
    """A caller's name and number."""

    name: str = ""
    number: str = ""


class Dialplan(msgspec.Struct, frozen=True):
    """The position of a channel in the dial plan."""

    context: str = ""
    exten: str = ""
    app_name: str = ""
    app_data: str = ""


class Channel(msgspec.Struct, frozen=True):
    """One leg of a call."""

    id: str = ""
    name: str = ""
    """Device and a serial number, such as ``PJSIP/201-00000005``."""
    state: str = ""
    """Down, Ring (it calls), Ringing (it is called), Up, and others."""
    caller: CallerId = CallerId()
    """The owner of the channel."""
    connected: CallerId = CallerId()
    """The other end."""
    dialplan: Dialplan = Dialplan()
    creationtime: str = ""


class Bridge(msgspec.Struct, frozen=True):
    """A bridge: it connects channels."""

    id: str = ""
    bridge_class: str = ""
    """``parking`` for parked calls."""
    bridge_type: str = ""
    """``mixing`` where the channels hear one another, ``holding`` where they do not."""
    channels: tuple[str, ...] = ()


class AriEvent(msgspec.Struct, frozen=True):
    """An event of ARI. A field that its type does not have is empty."""

    type: str
    timestamp: str = ""
    channel: Channel | None = None
    peer: Channel | None = None
    """Of ``Dial``: the called leg."""
    caller: Channel | None = None
    """Of ``Dial``: the calling leg."""
    bridge: Bridge | None = None
    dialstatus: str = ""
    cause: int = 0
    """Q.850 cause."""


_EVENT = msgspec.json.Decoder(AriEvent)


class AriRefused(Exception):
    """Asterisk answered a request with an error.

    Args:
        status: HTTP status.
        message: Asterisk's message.
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(f"{status} {message}")
        self.status = status
        self.message = message


class AriUnreadable(Exception):
    """A successful response that Asterisk does not send: from a login page, perhaps, or from a proxy.

    Args:
        path: The requested path.
        kind: The content type of the response.
    """

    def __init__(self, path: str, kind: str) -> None:
        super().__init__(f"{path} returned {kind or 'no content type'}")
        self.path = path
        self.kind = kind


class Ari:
    """Sends requests to Asterisk.

    Args:
        client: An HTTP client with base address and credentials.
    """

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def version(self) -> str:
        """Return Asterisk's version."""
        info = await self._get("asterisk/info?only=system", _Info)
        return info.system.version

    async def channels(self) -> list[Channel]:
        """Return all channels."""
        return await self._get("channels", list[Channel])

    async def bridges(self) -> list[Bridge]:
        """Return all bridges."""
        return await self._get("bridges", list[Bridge])

    async def endpoints(self) -> list[str]:
        """Return the devices that are configured in Asterisk."""
        return [f"{it.technology}/{it.resource}" for it in await self._get("endpoints", list[_Endpoint])]

    async def subscribe_calls(self, app: str) -> None:
        """Subscribe an application to the events of all calls, except `DISALLOWED_EVENTS`."""
        place = f"applications/{quote(app, safe='')}"
        disallowed = {"disallowed": [{"type": kind} for kind in DISALLOWED_EVENTS]}
        await self._send("PUT", f"{place}/eventFilter", json=disallowed)
        await self._send(
            "POST", f"{place}/subscription?{urlencode({'eventSource': ','.join(CALL_EVENT_SOURCES)})}"
        )

    async def originate(self, query: dict[str, str], variables: dict[str, str]) -> None:
        """Create a channel, ring it, and send it into the dial plan once it is answered."""
        await self._send("POST", f"channels?{urlencode(query)}", json={"variables": variables})

    async def hang_up(self, channel: str) -> None:
        """Hang up a channel."""
        await self._send("DELETE", f"channels/{quote(channel, safe='')}")

    async def _get(self, path: str, kind: type[T]) -> T:
        """Return the decoded response of a GET request.

        Raises:
            AriRefused: Asterisk answered with an error.
            AriUnreadable: Something other than Asterisk answered.
            httpx.HTTPError: No response arrived.
        """
        answer = await self._send("GET", path)
        try:
            return msgspec.json.decode(answer.content, type=kind)
        except msgspec.MsgspecError as error:
            raise AriUnreadable(path, answer.headers.get("content-type", "")) from error

    async def _send(self, method: str, path: str, json: object = None) -> httpx.Response:
        """Send a request once. It is never retried, so that nothing is dialled twice.

        Raises:
            AriRefused: Asterisk answered with an error.
            httpx.HTTPError: No response arrived.
        """
        answer = await self._client.request(method, path, json=json)
        if answer.is_error:
            raise AriRefused(answer.status_code, _error_message(answer))
        return answer


@asynccontextmanager
async def ari_client(settings: AsteriskSettings) -> AsyncIterator[Ari]:
    """Open an ARI client for the duration of the block."""
    base = f"{settings.url.rstrip('/')}/ari/"
    auth = (settings.username, settings.password)
    async with httpx.AsyncClient(
        base_url=base, auth=auth, timeout=ANSWER_SECONDS, trust_env=False, verify=tls_context(base)
    ) as client:
        yield Ari(client)


@asynccontextmanager
async def ari_events(settings: AsteriskSettings, app: str) -> AsyncIterator[ClientConnection]:
    """Open the event websocket of an application for the duration of the block; see `Ari.subscribe_calls`.

    Args:
        settings: Address and login.
        app: Name of the application. If two connections use one name, the older one gets no more events.
    """
    address = httpx.URL(settings.url)
    scheme = "wss" if address.scheme == "https" else "ws"
    query = urlencode({"app": app})
    uri = f"{scheme}://{address.netloc.decode()}{address.path.rstrip('/')}/ari/events?{query}"
    login = b64encode(f"{settings.username}:{settings.password}".encode()).decode()
    async with connect(
        uri,
        additional_headers={"Authorization": f"Basic {login}"},
        ping_interval=PING_SECONDS,
        ping_timeout=PING_SECONDS,
        open_timeout=ANSWER_SECONDS,
        close_timeout=1.0,
        max_size=EVENT_BYTES,
        proxy=None,
    ) as websocket:
        yield websocket


def read_event(data: str | bytes) -> AriEvent:
    """Parse an event.

    Raises:
        ValueError: The data is no event.
    """
    return _EVENT.decode(data)


def tls_context(url: str) -> ssl.SSLContext | bool:
    """Return the TLS trust for a URL: the system's for https, an empty context otherwise.

    Loading the certificate authorities blocks the event loop for 20 ms at each connection.
    """
    return url.startswith("https:") or ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class _Message(msgspec.Struct, frozen=True):
    message: str = ""
    error: str = ""


class _Endpoint(msgspec.Struct, frozen=True):
    technology: str
    resource: str


class _System(msgspec.Struct, frozen=True):
    version: str = ""


class _Info(msgspec.Struct, frozen=True):
    system: _System = _System()


def _error_message(answer: httpx.Response) -> str:
    try:
        error = msgspec.json.decode(answer.content, type=_Message)
    except msgspec.MsgspecError:
        return answer.reason_phrase
    return error.message or error.error or answer.reason_phrase
