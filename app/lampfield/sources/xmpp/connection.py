"""The reconnecting connection of one account."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import slixmpp

from lampfield.model.account import Account
from lampfield.model.link import Link, LinkName
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.sources.supervisor import RESET, Failure, LinkFailed, LinkSupervisor
from lampfield.sources.xmpp.client import Client, make_client, stop_filters
from lampfield.sources.xmpp.server import Server
from lampfield.sources.xmpp.stream import XmppStream, open_stream

CLOSE_SECONDS = 2.0

Prepare = Callable[[slixmpp.ClientXMPP], None]
Begin = Callable[[slixmpp.ClientXMPP], Coroutine[Any, Any, None]]


class Connection:
    """Keeps an account connected.

    Args:
        server: The chat server.
        account: The account.
        prepare: Callback that gets each new client before it connects.
        begin: Coroutine that runs with the client for each new session, but not after a resumption.
        on_link: Receives every state of the link.
    """

    def __init__(
        self,
        server: Server,
        account: Account,
        prepare: Prepare,
        begin: Begin,
        on_link: Callable[[Link], None],
    ) -> None:
        self._server = server
        self._account = account
        self._prepare = prepare
        self._begin = begin
        self._supervisor = LinkSupervisor(LinkName.CHAT, "xmpp", self._run_once, on_link)
        self._client: Client | None = None
        self._stream: XmppStream | None = None
        self._has_begun = False
        """Whether the snapshot of this stream was taken; otherwise a resumed stream would never bring it."""

    def require(self) -> slixmpp.ClientXMPP:
        """Return the connected client.

        Raises:
            Refusal: The link is down.
        """
        if self._stream is None or not self._supervisor.is_up:
            raise Refusal(
                RefusalCode.LINK_DOWN, f"The chat link is down. {self._supervisor.link.reason}".strip()
            )
        return self._stream.client

    @property
    def connected(self) -> slixmpp.ClientXMPP | None:
        """The connected client; None while the link is down."""
        return self._stream.client if self._stream is not None and self._supervisor.is_up else None

    def start(self) -> None:
        """Connect in the background and stay connected."""
        self._supervisor.start()

    def cut(self) -> None:
        """Disconnect and reconnect; if the link is down, retry immediately."""
        if self._stream is not None:
            self._stream.cut(RESET)
        else:
            self._supervisor.retry_now()

    def report_step(self, activity: str) -> None:
        """Show what a new session is waiting for."""
        self._supervisor.report_step(activity)

    async def close(self) -> None:
        """Log out and close. Emits nothing more."""
        client, self._stream = self.connected, None
        self._supervisor.prepare_close()
        if client is not None:
            await asyncio.wait([client.disconnect(wait=CLOSE_SECONDS / 2)], timeout=CLOSE_SECONDS)
        await self._supervisor.close()
        self._drop_client()

    async def _run_once(self, up: Callable[[], None]) -> Failure:
        """Connect and stay connected. Returns why the connection ended."""
        try:
            client = self._resumable_client()
            async with open_stream(client, self._server) as (stream, resumed):
                if not resumed:
                    self._has_begun = False
                    await stream.run_while_up(self._begin(client))
                    self._has_begun = True
                self._stream = stream
                up()
                return await stream.wait_lost()
        except LinkFailed as error:
            return error.failure
        except Refusal as error:
            return Failure(error.sentence)
        except OSError as error:
            return Failure(f"The ca file cannot be read: {error}. Check ca under [chat].")
        finally:
            self._stream = None

    def _resumable_client(self) -> Client:
        """Return the client whose stream can be resumed (XEP-0198), else a new one."""
        if self._client is None or not (self._has_begun and self._client.plugin["xep_0198"].sm_id):
            self._drop_client()
            self._client = make_client(self._server, self._account)
            self._prepare(self._client)
        return self._client

    def _drop_client(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.cancel_connection_attempt()
            client.abort()
            stop_filters(client)
