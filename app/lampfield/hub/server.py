"""The hub's server: one port for the feed and for what is asked over HTTP."""

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
    Accepting,
    Connections,
    CountedConnection,
    Limits,
    usual_limits,
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
"""A client that does not answer a ping within this time is gone."""

OPEN_SECONDS = 20.0
"""How long a client may take for its HTTP request and its answer, which may be a photo."""

WRITE_LIMIT_BYTES = 0
"""What may be written but not sent before a client's writer waits. Meanwhile what it is to be told is
conflated, so that it gets the latest when it reads on."""

CHANGED = "The account was changed. Log in again."
CLOSED = "The hub is closing. Connect again in a while."


class HubServer:
    """The hub, as an async context manager: it serves while the block runs.

    Args:
        accounts: Who may log in.
        sources: Where state comes from; where two tell the same, the first one counts.
        host: The address to listen on.
        port: The port; 0 for any that is free.
        ssl: Makes it ``wss``.
        name: What the hub calls itself.
        linger: Seconds that an account's sources stay connected after its last client.
        domain: Of the site's chat addresses; those whose local part is a number mean that extension.
        origins: Web pages that may connect from a browser; programs send no ``Origin``.
        state: Keeps what must outlive the hub; None: nothing does.
        limits: How many connections there may be; None: what this process can bear.
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
        connections = Connections(limits or usual_limits())
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
        self._accepting = Accepting()
        self._ending: set[asyncio.Task[None]] = set()
        self._sources = sources
        self._host = host
        self._port = port
        self._ssl = ssl
        self._origins = [None, *map(Origin, origins)]
        self._server: Server | None = None

    @property
    def port(self) -> int:
        """The port that it listens on."""
        if self._server is None:
            return self._port
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    @property
    def url(self) -> str:
        """The address for clients."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"{'wss' if self._ssl else 'ws'}://{host}:{self.port}"

    def set_accounts(self, accounts: Sequence[Account]) -> frozenset[str]:
        """Let just these accounts log in from now on.

        Who is logged in with an account that is gone or changed is sent away, and may log in again.

        Returns:
            The names of the accounts that are gone or changed.
        """
        changed = self.context.authenticator.set_accounts(accounts)
        self.context.tokens.revoke(changed)
        for socket, name in tuple(self.context.logins.items()):
            if name in changed:
                task = asyncio.create_task(shut(socket, SERVICE_RESTART, CHANGED), name="account changed")
                self._ending.add(task)
                task.add_done_callback(self._ending.discard)
        return changed

    async def __aenter__(self) -> Self:
        self._accepting.watch()
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
            await asyncio.gather(*(shut(socket, GOING_AWAY, CLOSED) for socket in self.context.sessions))
            await self._server.wait_closed()
        self._accepting.end()
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
