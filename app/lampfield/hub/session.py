"""One connection of a client, from the hub's first words to its end."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

import msgspec
from msgspec import UNSET
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from lampfield.feed.envelope import BadFrame, Envelope, decode_frame, encode_notice
from lampfield.feed.notices import Hello
from lampfield.feed.protocol import FEATURES
from lampfield.hub.client import Client
from lampfield.hub.closing import NOT_ALLOWED, NOT_READABLE, shut
from lampfield.hub.dispatch import OPENERS, dispatch
from lampfield.hub.house import House
from lampfield.hub.outbox import Outbox
from lampfield.hub.tokens import bearer

log = logging.getLogger(__name__)

MAX_AT_ONCE = 16
"""How many requests of one client are carried out at the same time."""

MAX_BEFORE_LOGIN = 1_000
"""How many requests and notifications are looked at before the login."""


class Session:
    """Serves one client.

    Args:
        socket: The connection.
        house: What all sessions share.
    """

    __slots__ = ("_before_login", "_client", "_house", "_outbox", "_requests", "_socket")

    def __init__(self, socket: ServerConnection, house: House) -> None:
        self._socket = socket
        self._house = house
        self._outbox = Outbox(socket, house.meter, house.turns)
        self._client = Client(house, self._outbox, str(socket.remote_address[0]), _token(socket))
        self._requests: set[asyncio.Task[None]] | None = None
        """Those that are being carried out; most clients only listen."""
        self._before_login = 0

    async def serve(self) -> None:
        """Serve the client until its connection ends."""
        house = self._house
        hello = Hello(server=house.name, version=house.version, epoch=house.epoch, features=FEATURES)
        self._outbox.answer(encode_notice(hello))
        try:
            await self._read()
        finally:
            for task in self._requests or ():
                task.cancel()
            try:
                await self._outbox.end()
            finally:
                self._client.leave()

    async def _read(self) -> None:
        try:
            while True:
                await self._frame(await self._socket.recv())
        except BadFrame as error:
            await self._bad(error)
        except ConnectionClosed:
            return

    async def _frame(self, data: str | bytes) -> None:
        if isinstance(data, bytes):
            raise BadFrame("this is a binary frame")
        for envelope in decode_frame(data):
            await self._take(envelope)

    async def _take(self, envelope: Envelope) -> None:
        if envelope.method is UNSET and envelope.result is UNSET and envelope.error is UNSET:
            raise BadFrame("this is no JSON-RPC 2.0")
        if not self._client.is_known:
            self._before_login += 1
            if self._before_login > MAX_BEFORE_LOGIN:
                raise BadFrame("this is more than there is to say before a login")
        if envelope.method is UNSET or envelope.id is UNSET:
            return
        await self._outbox.room()
        if envelope.method in OPENERS:
            await self._while_open(dispatch(self._client, envelope))
        else:
            requests = await self._slot()
            task = asyncio.create_task(dispatch(self._client, envelope))
            requests.add(task)
            task.add_done_callback(requests.discard)

    async def _while_open(self, opening: Coroutine[Any, Any, None]) -> None:
        """Wait for something that may take long, unless the connection ends first."""
        task = asyncio.create_task(opening)
        closed = asyncio.create_task(self._socket.wait_closed())
        try:
            await asyncio.wait((task, closed), return_when=asyncio.FIRST_COMPLETED)
        finally:
            task.cancel()
            closed.cancel()

    async def _slot(self) -> set[asyncio.Task[None]]:
        """Wait while too many requests are being carried out. Returns those that are."""
        if self._requests is None:
            self._requests = set()
        elif len(self._requests) >= MAX_AT_ONCE:
            await asyncio.wait(self._requests, return_when=asyncio.FIRST_COMPLETED)
        return self._requests

    async def _bad(self, error: BadFrame) -> None:
        """End a session that does not speak the feed. What it sent may hold a secret and is not logged."""
        cause = error.__cause__
        unreadable = isinstance(cause, msgspec.DecodeError) and not isinstance(cause, msgspec.ValidationError)
        code = NOT_READABLE if unreadable or isinstance(cause, UnicodeError) else NOT_ALLOWED
        self._house.meter.bad_frames += 1
        log.warning("%s sent what is no request and is dropped (%d)", self._client.peer, code)
        reason = "This is no JSON." if code == NOT_READABLE else "This is no JSON-RPC 2.0 request."
        await shut(self._socket, code, reason)


def _token(socket: ServerConnection) -> str:
    """Return the token of the upgrade request, and forget the rest: it would stay till the end."""
    if socket.request is None:
        return ""
    token = bearer(socket.request.headers.get("Authorization", ""))
    # The library's parser holds the request itself.
    socket.request.headers.clear()
    socket.response = None
    return token
