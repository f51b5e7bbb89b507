"""One connection and its login; the client's events end in futures."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import ExitStack, asynccontextmanager
from typing import Any
from xml.etree.ElementTree import Element

import slixmpp
from slixmpp.exceptions import IqError, IqTimeout
from slixmpp.xmlstream.handler import Callback
from slixmpp.xmlstream.matcher import MatchXPath

from lampfield.sources.supervisor import Failure, LinkFailed
from lampfield.sources.xmpp.client import Client
from lampfield.sources.xmpp.failure import (
    DEAD,
    LOST,
    closed_before_login,
    invalid_host,
    refused_login,
    silent,
    stream_error,
    unreachable,
    untrusted,
    unusable_features,
)
from lampfield.sources.xmpp.liveness import LivenessMonitor, Step
from lampfield.sources.xmpp.namespaces import STREAM
from lampfield.sources.xmpp.server import Server

FEATURES_HANDLER = "lampfield features"
LOGIN_SECONDS = 20.0
"""How long the server may be silent during the login."""
PING_SECONDS = 600.0
"""Timeout of a ping; the traffic shows sooner whether the server is alive."""


class XmppStream:
    """A connection of a client.

    Args:
        client: Not connected.
        server: The chat server.
    """

    def __init__(self, client: Client, server: Server) -> None:
        loop = asyncio.get_running_loop()
        self.client = client
        self._server = server
        self._started: asyncio.Future[bool] = loop.create_future()
        self._ended: asyncio.Future[Failure] = loop.create_future()
        self._no_mechanism = False
        self._is_over = False
        self._reason: Failure | None = None
        self._liveness = client.liveness = LivenessMonitor(loop.time())
        self._ping_task: asyncio.Task[None] | None = None

    async def wait_lost(self) -> Failure:
        """Wait until the connection is lost. Returns why. A server that does not answer counts as lost."""
        return await asyncio.shield(self._ended)

    async def run_while_up(self, coroutine: Coroutine[Any, Any, None]) -> None:
        """Run a coroutine until it is done or the connection is lost, without a timeout.

        Raises:
            LinkFailed: The connection was lost first.
        """
        task = asyncio.create_task(coroutine, name="xmpp beginning")
        try:
            ends: set[asyncio.Future[Any]] = {task, self._ended}
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                raise LinkFailed(self._ended.result())
            await task
        finally:
            task.cancel()

    def cut(self, why: Failure) -> None:
        """Abort the connection without closing the stream, so that it may be resumed."""
        if self._is_over:
            return
        self._reason = why
        self.client.cancel_connection_attempt()
        if self.client.transport is None:
            self._end(why)
        self.client.abort()

    def close(self) -> None:
        """Release what belongs to this connection. The client may open another one."""
        self._is_over = True
        if self._ping_task is not None:
            self._ping_task.cancel()
        self.client.cancel_connection_attempt()
        self.client.abort()

    async def login(self) -> bool:
        """Connect and log in. Returns whether an earlier stream was resumed (XEP-0198).

        Raises:
            LinkFailed: The login failed, or the server was silent for `LOGIN_SECONDS`.
        """
        mistake = invalid_host(self._server)
        if mistake is not None:
            raise LinkFailed(mistake)
        self.client.connect(self._server.host, self._server.port)
        loop = asyncio.get_running_loop()
        while not self._started.done():
            left = self._liveness.last_read_at + LOGIN_SECONDS - loop.time()
            if left <= 0:
                raise LinkFailed(
                    silent(self._server, LOGIN_SECONDS, has_received=bool(self._liveness.first_bytes))
                )
            await asyncio.wait({self._started}, timeout=left)
        return self._started.result()

    async def monitor(self) -> None:
        """Ping a silent server, and abort the connection if it does not answer."""
        loop = asyncio.get_running_loop()
        while True:
            check = self._liveness.check(loop.time())
            if check.step is Step.GIVE_UP:
                self.cut(DEAD)
                return
            if check.step is Step.PING:
                self._liveness.note_ping(loop.time())
                self._ping_task = asyncio.create_task(self._ping(), name="xmpp ping")
            await asyncio.sleep(check.seconds)

    async def _ping(self) -> None:
        host = slixmpp.JID(self.client.boundjid.host)
        try:
            await self.client.plugin["xep_0199"].send_ping(host, timeout=PING_SECONDS)
        except IqTimeout:
            return
        except IqError:
            # The server does not support pings, but it answers.
            pass
        self._liveness.note_pong()

    def handlers(self) -> dict[str, Callable[[Any], None]]:
        """Return the handlers of the client's events."""
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

    def note_features(self, stanza: Any) -> None:
        """Check the server's features, and fail at once if no login is possible (RFC 6120, 5.3.1)."""
        features: Element = stanza.xml
        is_tls = self.client.transport is not None and (
            self.client.transport.get_extra_info("ssl_object") is not None
        )
        failure = unusable_features(self._server, features, is_tls=is_tls)
        if failure is not None:
            self._fail(failure)

    def _start(self, *, resumed: bool) -> None:
        if not self._started.done():
            self._started.set_result(resumed)

    def _fail(self, failure: Failure) -> None:
        self._reason = self._reason or failure
        self._end(self._reason)

    def _end(self, failure: Failure) -> None:
        if self._is_over:
            return
        if not self._started.done():
            self._started.set_exception(LinkFailed(failure))
        elif not self._ended.done():
            self._ended.set_result(failure)

    def _refused(self) -> Failure:
        return refused_login(self._server, self.client.requested_jid.bare, no_mechanism=self._no_mechanism)

    def _note_no_mechanism(self, _: object) -> None:
        self._no_mechanism = True

    def _note_end(self, why: object) -> None:
        if isinstance(why, ssl.SSLError):
            self._fail(untrusted(self._server, why))
        never_up = not self._started.done()
        default = closed_before_login(self._server, self._liveness.first_bytes) if never_up else LOST
        self._end(self._reason or default)

    def _note_error(self, error: Any) -> None:
        self._reason = self._reason or stream_error(error["condition"], error["text"])


@asynccontextmanager
async def open_stream(client: Client, server: Server) -> AsyncIterator[tuple[XmppStream, bool]]:
    """Open a connection for the block. Yields it, and whether an earlier stream was resumed.

    Raises:
        LinkFailed: The connection or the login failed.
    """
    with ExitStack() as stack:
        stream = XmppStream(client, server)
        for name, handler in stream.handlers().items():
            stack.enter_context(client.event_handler(name, handler))
        client.register_handler(
            Callback(FEATURES_HANDLER, MatchXPath(f"{STREAM}features"), stream.note_features)
        )
        stack.callback(client.remove_handler, FEATURES_HANDLER)
        stack.callback(stream.close)
        resumed = await stream.login()
        monitoring = asyncio.create_task(stream.monitor(), name="xmpp pulse")
        stack.callback(monitoring.cancel)
        yield stream, resumed
