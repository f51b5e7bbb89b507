"""One connected line: from the first byte to its end, told as events become a future."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from typing import Any

import slixmpp
from slixmpp.exceptions import IqError, IqTimeout

from lampfield.sources.upkeep import Failure, LineFailed
from lampfield.sources.xmpp.failure import (
    DEAD,
    LOST,
    refused_login,
    silent,
    stream_error,
    unreachable,
    untrusted,
)
from lampfield.sources.xmpp.server import Server

LOGIN_SECONDS = 10.0
PING_SECONDS = 5.0
"""Between two pings, and how long one may take."""


class Line:
    """A line of a client.

    Args:
        client: Not connected.
        server: Where to connect.
    """

    def __init__(self, client: slixmpp.ClientXMPP, server: Server) -> None:
        self.client = client
        self._server = server
        self._started: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._ended: asyncio.Future[Failure] = asyncio.get_running_loop().create_future()
        self._no_mechanism = False
        self._reason: Failure | None = None

    async def lost(self) -> Failure:
        """Wait until the line is lost. Returns why. A server that does not answer counts as lost."""
        pulse = asyncio.create_task(self._pulse(), name="xmpp pulse")
        try:
            return await asyncio.shield(self._ended)
        finally:
            pulse.cancel()

    def cut(self, why: Failure) -> None:
        """End the line at once, without a word to the server: the stream may be resumed."""
        self._reason = why
        self.client.cancel_connection_attempt()
        if self.client.transport is None:
            self._end(why)
        self.client.abort()

    async def login(self) -> bool:
        """Connect and log in. Returns whether an earlier stream was resumed (XEP-0198)."""
        self.client.connect(self._server.host, self._server.port)
        try:
            async with asyncio.timeout(LOGIN_SECONDS):
                return await self._started
        except TimeoutError:
            raise LineFailed(silent(self._server, LOGIN_SECONDS)) from None

    async def _pulse(self) -> None:
        while True:
            await asyncio.sleep(PING_SECONDS)
            host = slixmpp.JID(self.client.boundjid.host)
            try:
                await self.client.plugin["xep_0199"].send_ping(host, timeout=PING_SECONDS)
            except IqError:
                # It does not know pings, but it answers.
                continue
            except IqTimeout:
                self.cut(DEAD)

    def handlers(self) -> dict[str, Callable[[Any], None]]:
        """Return what listens to which event of the client."""
        return {
            "session_start": lambda _: self._start(resumed=False),
            "session_resumed": lambda _: self._start(resumed=True),
            "connection_failed": lambda error: self._fail(unreachable(self._server, error)),
            "ssl_invalid_chain": lambda error: self._fail(untrusted(self._server, error)),
            "no_auth": self._note_no_mechanism,
            "failed_all_auth": lambda _: self._fail(self._refused()),
            "stream_error": self._note_error,
            "disconnected": self._note_end,
        }

    def _start(self, *, resumed: bool) -> None:
        if not self._started.done():
            self._started.set_result(resumed)

    def _fail(self, failure: Failure) -> None:
        self._reason = self._reason or failure
        self._end(self._reason)

    def _end(self, failure: Failure) -> None:
        if not self._started.done():
            self._started.set_exception(LineFailed(failure))
        elif not self._ended.done():
            self._ended.set_result(failure)

    def _refused(self) -> Failure:
        return refused_login(self._server, self.client.requested_jid.bare, no_mechanism=self._no_mechanism)

    def _note_no_mechanism(self, _: object) -> None:
        self._no_mechanism = True

    def _note_end(self, why: object) -> None:
        if isinstance(why, ssl.SSLError):
            self._fail(untrusted(self._server, why))
        self._end(self._reason or LOST)

    def _note_error(self, error: Any) -> None:
        self._reason = self._reason or stream_error(error["condition"], error["text"])


@asynccontextmanager
async def line(client: slixmpp.ClientXMPP, server: Server) -> AsyncIterator[tuple[Line, bool]]:
    """Have a line while the block runs. Gives it, and whether an earlier stream was resumed.

    Raises:
        LineFailed: It did not come about.
    """
    with ExitStack() as stack:
        standing = Line(client, server)
        for name, handler in standing.handlers().items():
            stack.enter_context(client.event_handler(name, handler))
        try:
            yield standing, await standing.login()
        finally:
            client.cancel_connection_attempt()
            client.abort()
