"""The connection of one account over time: kept up for as long as it is wanted."""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Iterator

import slixmpp

from lampfield.model.account import Account
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.model.refusal import Refusal, Word
from lampfield.sources.xmpp.client import make_client
from lampfield.sources.xmpp.failure import CUT, Failure, LineFailed
from lampfield.sources.xmpp.line import Line, line
from lampfield.sources.xmpp.server import Server

log = logging.getLogger(__name__)

FIRST_DELAY_SECONDS = 0.5
LAST_DELAY_SECONDS = 5.0
CLOSE_SECONDS = 2.0

Prepare = Callable[[slixmpp.ClientXMPP], None]
Begin = Callable[[slixmpp.ClientXMPP], Awaitable[None]]


class Connection:
    """Keeps an account's line up by this policy: at once, then with growing, jittered delays, for ever.

    Args:
        server: Where.
        account: Who.
        prepare: Called with each new client before it connects.
        begin: Awaited with the client at each new session, but not when a stream was resumed.
        tell: Told every state of the link.
    """

    def __init__(
        self, server: Server, account: Account, prepare: Prepare, begin: Begin, tell: Callable[[Link], None]
    ) -> None:
        self._server = server
        self._account = account
        self._prepare = prepare
        self._begin = begin
        self._tell = tell
        self._link = Link(LinkName.CHAT, LinkState.CONNECTING, time.time(), "xmpp")
        self._client: slixmpp.ClientXMPP | None = None
        self._line: Line | None = None
        self._keeping: asyncio.Task[None] | None = None

    def require(self) -> slixmpp.ClientXMPP:
        """Return the connected client.

        Raises:
            Refusal: The link is down.
        """
        if self._line is None or self._link.state is not LinkState.UP:
            raise Refusal(Word.LINK_DOWN, f"The chat link is down. {self._link.reason}".strip())
        return self._line.client

    @property
    def connected(self) -> slixmpp.ClientXMPP | None:
        """The connected client, None while the link is down."""
        return self._line.client if self._line is not None and self._link.state is LinkState.UP else None

    def start(self) -> None:
        """Connect in the background, and stay connected."""
        self._tell(self._link)
        self._keeping = asyncio.create_task(self._keep(), name=f"xmpp of {self._account.name}")

    def cut(self) -> None:
        """Cut the line on purpose; it comes back."""
        self.require()
        if self._line is not None:
            self._line.cut(CUT)

    async def close(self) -> None:
        """Say good-bye to the server and end. Nothing more is told."""
        client, keeping, self._keeping = self.connected, self._keeping, None
        self._line, self._tell = None, _tell_nobody
        if client is not None:
            await asyncio.wait([client.disconnect(wait=CLOSE_SECONDS / 2)], timeout=CLOSE_SECONDS)
        if keeping is not None:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)
        self._drop_client()

    async def _keep(self) -> None:
        delays = _delays()
        while True:
            failure = await self._once()
            if self._link.state is LinkState.UP:
                delays = _delays()
            self._set(LinkState.DOWN, failure.sentence)
            wait = failure.wait_seconds if failure.wait_seconds is not None else next(delays)
            log.info("%s: %s Next try in %.1f s.", self._account.name, failure.sentence, wait)
            await asyncio.sleep(wait)

    async def _once(self) -> Failure:
        """Connect and stay until it ends. Returns why it ended."""
        try:
            client = self._resumable_client()
            async with line(client, self._server) as (standing, resumed):
                if not resumed:
                    await self._begin(client)
                self._line = standing
                self._set(LinkState.UP, "")
                return await standing.lost()
        except LineFailed as error:
            return error.failure
        except Refusal as error:
            return Failure(error.sentence)
        except OSError as error:
            return Failure(f"The authority's file (ca) cannot be read: {error}.")
        finally:
            self._line = None

    def _resumable_client(self) -> slixmpp.ClientXMPP:
        """Return the client whose stream may be resumed (XEP-0198), else a new one."""
        if self._client is None or not self._client.plugin["xep_0198"].sm_id:
            self._drop_client()
            self._client = make_client(self._server, self._account)
            self._prepare(self._client)
        return self._client

    def _drop_client(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.cancel_connection_attempt()
            client.abort()
            if client._run_out_filters is not None:  # noqa: SLF001  (it would wait for ever)
                client._run_out_filters.cancel()  # noqa: SLF001

    def _set(self, state: LinkState, reason: str) -> None:
        """Note the link's state; since when counts from the change between up and not up."""
        stays = (self._link.state is LinkState.UP) == (state is LinkState.UP)
        since = self._link.since if stays else time.time()
        link = Link(LinkName.CHAT, state, since, "xmpp", reason)
        if link != self._link:
            self._link = link
            self._tell(link)


def _tell_nobody(_: Link) -> None:
    """Tell nothing: the session is over."""


def _delays() -> Iterator[float]:
    """Yield growing waits, each up to half shorter by chance: not all boards come back at once."""
    delay = FIRST_DELAY_SECONDS
    while True:
        yield delay * random.uniform(0.5, 1.0)
        delay = min(LAST_DELAY_SECONDS, delay * 2)
