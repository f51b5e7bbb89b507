"""The hub's server: one port for the websocket and for HTTP requests."""

import asyncio
import logging
import secrets
import ssl as tls
from collections.abc import Sequence
from functools import partial
from types import TracebackType
from typing import Self, cast

from websockets.asyncio.server import Server, ServerConnection
from websockets.asyncio.server import serve as listen
from websockets.http11 import Request, Response
from websockets.typing import Origin, Subprotocol

from lampfield.hub.accounts import AccountRegistry
from lampfield.hub.admission import (
    LOGIN_SECONDS,
    AcceptErrorFilter,
    Connections,
    CountedConnection,
    Limits,
    default_limits,
)
from lampfield.hub.auth import Authenticator, Tokens
from lampfield.hub.closing import CLOSE_SECONDS, GOING_AWAY, SERVICE_RESTART, shut
from lampfield.hub.connection import ClientSession
from lampfield.hub.context import HubContext
from lampfield.hub.meter import Meter
from lampfield.hub.web import respond
from lampfield.model.account import Account
from lampfield.model.state import StateStore, VolatileState
from lampfield.protocol.limits import MAX_REQUEST_BYTES, SUBPROTOCOL
from lampfield.sources.port import Source
from lampfield.version import VERSION

log = logging.getLogger(__name__)

PING_SECONDS = 10.0
"""The interval of pings, and how long a client may take to answer one before its connection is closed."""

OPEN_SECONDS = 20.0
"""How long an HTTP request and its response may take; the response may be a photo."""

WRITE_LIMIT_BYTES = 0
"""The number of unsent bytes at which a client's writer waits. While it waits, changes are conflated, so that
the client gets the latest state when it reads again."""

ACCOUNT_CHANGED = "The account was changed. Log in again."
HUB_CLOSING = "The hub is shutting down. Reconnect later."


class HubServer:
    """The hub, as an async context manager: it serves while the block runs.

    Args:
        accounts: The accounts that may log in.
        sources: The sources of state, in order of precedence.
        host: The address to listen on.
        port: The port; 0 for any free port.
        ssl: Enables TLS (``wss``).
        name: The hub's name.
        linger: Seconds that an account's sources stay connected after its last client has left.
        domain: The domain of the site's chat addresses; a numeric local part in it is an extension.
        origins: Origins of web pages that may connect from a browser; programs send no ``Origin``.
        state: Persistent state; None: nothing survives the hub.
        limits: The limits on connections; None: the defaults for this process.
    """

    def __init__(
        self,
        accounts: Sequence[Account],
        sources: Sequence[Source],
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        ssl: tls.SSLContext | None = None,
        name: str = "lampfield",
        linger: float = 30.0,
        domain: str = "",
        origins: Sequence[str] = (),
        state: StateStore | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.state = state or VolatileState()
        meter, tokens, epoch = Meter(), Tokens(), secrets.token_hex(8)
        connections = Connections(limits or default_limits())
        self.context = HubContext(
            name=name,
            version=VERSION,
            epoch=epoch,
            authenticator=Authenticator(accounts, tokens, meter),
            tokens=tokens,
            accounts=AccountRegistry(sources, epoch, meter, linger, domain, state=self.state),
            meter=meter,
            connections=connections,
        )
        self._accept_errors = AcceptErrorFilter()
        self._ending: set[asyncio.Task[None]] = set()
        self._sources = sources
        self._host = host
        self._port = port
        self._ssl = ssl
        self._origins = [None, *map(Origin, origins)]
        self._server: Server | None = None

    @property
    def port(self) -> int:
        """The port on which the hub listens."""
        if self._server is None:
            return self._port
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    @property
    def url(self) -> str:
        """The URL for clients."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"{'wss' if self._ssl else 'ws'}://{host}:{self.port}"

    def set_accounts(self, accounts: Sequence[Account]) -> frozenset[str]:
        """Replace the accounts that may log in.

        Clients of an account that was removed or changed are disconnected, and have to log in again.

        Returns:
            The names of the accounts that were removed or changed.
        """
        changed = self.context.authenticator.set_accounts(accounts)
        self.context.tokens.revoke(changed)
        for socket, name in tuple(self.context.logins.items()):
            if name in changed:
                task = asyncio.create_task(
                    shut(socket, SERVICE_RESTART, ACCOUNT_CHANGED), name="account changed"
                )
                self._ending.add(task)
                task.add_done_callback(self._ending.discard)
        return changed

    async def __aenter__(self) -> Self:
        self._accept_errors.install()
        self._server = await listen(
            self._serve,
            self._host,
            self._port,
            process_request=self._respond,
            ssl=self._ssl,
            origins=self._origins,
            subprotocols=[Subprotocol(SUBPROTOCOL)],
            compression=None,
            server_header=None,
            create_connection=cast(
                "type[ServerConnection]", partial(CountedConnection, connections=self.context.connections)
            ),
            ssl_handshake_timeout=LOGIN_SECONDS if self._ssl is not None else None,
            open_timeout=OPEN_SECONDS,
            ping_interval=PING_SECONDS,
            ping_timeout=PING_SECONDS,
            close_timeout=CLOSE_SECONDS,
            max_size=MAX_REQUEST_BYTES,
            write_limit=WRITE_LIMIT_BYTES,
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server is not None:
            self._server.close(close_connections=False)
            await asyncio.gather(*(shut(socket, GOING_AWAY, HUB_CLOSING) for socket in self.context.sessions))
            await self._server.wait_closed()
        self._accept_errors.uninstall()
        await self.context.accounts.close()
        for source in self._sources:
            await source.close()

    async def _serve(self, socket: ServerConnection) -> None:
        self.context.sessions.add(socket)
        try:
            await ClientSession(socket, self.context).serve()
        finally:
            self.context.sessions.discard(socket)

    async def _respond(self, socket: ServerConnection, request: Request) -> Response | None:
        return await respond(request, self.context, socket)
