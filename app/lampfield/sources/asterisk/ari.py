"""Asterisk's REST interface (ARI): requests over HTTP and events over its websocket."""

import ssl
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeVar
from urllib.parse import quote, urlencode

import msgspec
from websockets.asyncio.client import ClientConnection, connect

from lampfield.http_library import httpx


class CallerId(msgspec.Struct, frozen=True):
    """A name and a number."""

    name: str = ""
    number: str = ""


class Dialplan(msgspec.Struct, frozen=True):
    """Where a channel is in the dial plan."""

    context: str = ""
    exten: str = ""
    app_name: str = ""
    app_data: str = ""


class Channel(msgspec.Struct, frozen=True):
    """One leg of a call."""

    id: str = ""
    name: str = ""
    """Device and a number, such as ``PJSIP/201-00000005``."""
    state: str = ""
    """Down, Ring (it calls), Ringing (it is rung), Up and others."""
    caller: CallerId = CallerId()
    """Whose channel this is."""
    connected: CallerId = CallerId()
    """The other end."""
    dialplan: Dialplan = Dialplan()
    creationtime: str = ""


class Bridge(msgspec.Struct, frozen=True):
    """What joins channels."""

    id: str = ""
    bridge_class: str = ""
    """``parking`` for parked calls."""
    bridge_type: str = ""
    """``mixing`` where they hear one another, ``holding`` where not."""
    channels: tuple[str, ...] = ()


class AriEvent(msgspec.Struct, frozen=True):
    """An event; what a kind of event does not have is empty."""

    type: str
    timestamp: str = ""
    channel: Channel | None = None
    peer: Channel | None = None
    """Of ``Dial``: the leg that is dialled."""
    caller: Channel | None = None
    """Of ``Dial``: the leg that dials."""
    bridge: Bridge | None = None
    dialstatus: str = ""
    cause: int = 0
    """Q.850."""


_EVENT = msgspec.json.Decoder(AriEvent)


def read_event(data: str | bytes) -> AriEvent:
    """Return an event.

    Raises:
        ValueError: It is none.
    """
    return _EVENT.decode(data)


ANSWER_SECONDS = 5.0
PING_SECONDS = 5.0
"""Between two pings of the event line, and how long one may take."""

EVENT_BYTES = 1 << 20

ALL_CALLS = ("channel:", "bridge:")
"""What is subscribed to: every channel and every bridge.

Not ``subscribeAll``, which would bring device states too: an Asterisk that tells one at the moment at which
the line of a subscriber ends locks up its whole ARI until it is started again (asterisk/asterisk issue 2170,
open in September 2026; with 22.10 it happened in four of six runs of a test that calls and leaves). AMI tells
device states.
"""

UNWANTED = ("ChannelVarset", "ChannelDtmfReceived", "ChannelTalkingStarted", "ChannelTalkingFinished")
"""Events that no call needs: half of the traffic."""

T = TypeVar("T")


class Pbx(msgspec.Struct, frozen=True, kw_only=True):
    """An Asterisk: where its interfaces are, and how the hub logs in there."""

    url: str
    """Of its HTTP server, such as ``http://127.0.0.1:8088``."""
    ami_host: str
    ami_port: int
    username: str
    password: str
    context: str
    """The dial plan context of the operators' calls."""

    def __repr__(self) -> str:
        """Name the PBX without its password: this reaches logs."""
        return f"Pbx({self.url!r})"


class AriRefused(Exception):
    """Asterisk answered a request with an error.

    Args:
        status: Of HTTP.
        message: Its words.
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(f"{status} {message}")
        self.status = status
        self.message = message


class AriUnreadable(Exception):
    """What answered with success is not what Asterisk answers: a login page, perhaps, or a proxy's own word.

    Args:
        path: What was asked for.
        kind: The content type of the answer.
    """

    def __init__(self, path: str, kind: str) -> None:
        super().__init__(f"{path} was answered with {kind or 'no content type'}")
        self.path = path
        self.kind = kind


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


class Ari:
    """Requests to an Asterisk.

    Args:
        client: With base address and credentials.
    """

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def version(self) -> str:
        """Return Asterisk's version."""
        info = await self._get("asterisk/info?only=system", _Info)
        return info.system.version

    async def channels(self) -> list[Channel]:
        """Return the channels that there are."""
        return await self._get("channels", list[Channel])

    async def bridges(self) -> list[Bridge]:
        """Return the bridges that there are."""
        return await self._get("bridges", list[Bridge])

    async def endpoints(self) -> list[str]:
        """Return the devices that Asterisk is set up for."""
        return [f"{it.technology}/{it.resource}" for it in await self._get("endpoints", list[_Endpoint])]

    async def follow_calls(self, app: str) -> None:
        """Let all calls be told on the event line of an application, without unwanted events."""
        place = f"applications/{quote(app, safe='')}"
        unwanted = {"disallowed": [{"type": kind} for kind in UNWANTED]}
        await self._send("PUT", f"{place}/eventFilter", json=unwanted)
        await self._send("POST", f"{place}/subscription?{urlencode({'eventSource': ','.join(ALL_CALLS)})}")

    async def originate(self, query: dict[str, str], variables: dict[str, str]) -> None:
        """Make a channel, let it ring, and put it into the dial plan when it is answered."""
        await self._send("POST", f"channels?{urlencode(query)}", json={"variables": variables})

    async def hang_up(self, channel: str) -> None:
        """End a channel."""
        await self._send("DELETE", f"channels/{quote(channel, safe='')}")

    async def _get(self, path: str, kind: type[T]) -> T:
        """Return what is at a path.

        Raises:
            AriRefused: Asterisk says no.
            AriUnreadable: Something else than Asterisk answers.
            httpx.HTTPError: No answer came.
        """
        answer = await self._send("GET", path)
        try:
            return msgspec.json.decode(answer.content, type=kind)
        except msgspec.MsgspecError as error:
            raise AriUnreadable(path, answer.headers.get("content-type", "")) from error

    async def _send(self, method: str, path: str, json: object = None) -> httpx.Response:
        """Send a request once: nothing is tried again, so that nothing is dialled twice.

        Raises:
            AriRefused: Asterisk says no.
            httpx.HTTPError: No answer came.
        """
        answer = await self._client.request(method, path, json=json)
        if answer.is_error:
            raise AriRefused(answer.status_code, _words(answer))
        return answer


def _words(answer: httpx.Response) -> str:
    try:
        told = msgspec.json.decode(answer.content, type=_Message)
    except msgspec.MsgspecError:
        return answer.reason_phrase
    return told.message or told.error or answer.reason_phrase


@asynccontextmanager
async def ari_client(pbx: Pbx) -> AsyncIterator[Ari]:
    """Have a client of the requests while the block runs."""
    base = f"{pbx.url.rstrip('/')}/ari/"
    auth = (pbx.username, pbx.password)
    async with httpx.AsyncClient(
        base_url=base, auth=auth, timeout=ANSWER_SECONDS, trust_env=False, verify=trust(base)
    ) as client:
        yield Ari(client)


def trust(url: str) -> ssl.SSLContext | bool:
    """Return what decides whether Asterisk's certificate is believed.

    Without TLS it believes none: the authorities take 20 ms of the event loop at each connection.
    """
    return url.startswith("https:") or ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@asynccontextmanager
async def ari_events(pbx: Pbx, app: str) -> AsyncIterator[ClientConnection]:
    """Have an event line while the block runs; `Ari.follow_calls` says what comes over it.

    Args:
        pbx: Where.
        app: The name of the application. Of two with the same name the older one falls silent for ever.
    """
    address = httpx.URL(pbx.url)
    scheme = "wss" if address.scheme == "https" else "ws"
    query = urlencode({"app": app})
    uri = f"{scheme}://{address.netloc.decode()}{address.path.rstrip('/')}/ari/events?{query}"
    login = b64encode(f"{pbx.username}:{pbx.password}".encode()).decode()
    async with connect(
        uri,
        additional_headers={"Authorization": f"Basic {login}"},
        ping_interval=PING_SECONDS,
        ping_timeout=PING_SECONDS,
        open_timeout=ANSWER_SECONDS,
        close_timeout=1.0,
        max_size=EVENT_BYTES,
        proxy=None,
    ) as line:
        yield line
