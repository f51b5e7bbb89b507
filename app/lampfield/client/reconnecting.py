"""The reconnecting client: connects, follows the feed, and resumes it after an outage."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import msgspec

from lampfield.client import replica
from lampfield.client.connection import Connection, unexpected_error
from lampfield.client.handshake import open_socket
from lampfield.client.options import Options
from lampfield.client.replica import Batch, FeedItem, Replica
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.protocol.errors import (
    AnswerTimeout,
    ConnectionLost,
    FeedError,
    LampfieldError,
    NotConnected,
    RequestError,
    Unreadable,
    with_unknown_outcome,
)
from lampfield.protocol.notifications import Hello
from lampfield.protocol.requests import Login, Request, Start

log = logging.getLogger(__name__)

R = TypeVar("R", bound=msgspec.Struct)

OnBatch = Callable[[Batch], None]


class ReconnectingClient:
    """Maintains the connection to a hub.

    Args:
        options: The connection options.
        replica: Gets every change.
        on_batch: Called after each frame that changed something, and after a change of the hub's link.
    """

    def __init__(self, options: Options, replica: Replica, on_batch: OnBatch) -> None:
        self.token = options.token
        """The bearer token for photos over HTTP; each login returns a new one."""
        self._options = options
        self._replica = replica
        self._on_batch = on_batch
        self._connection: Connection | None = None
        self._listener: asyncio.Task[None] | None = None
        self._hello: Hello | None = None
        self._settled = asyncio.Event()
        """Set while the connection is up, or after it was given up for good."""
        self._set_link(LinkState.CONNECTING, "")

    async def open(self) -> None:
        """Connect, log in and start the feed; one attempt.

        Raises:
            FeedError: The attempt failed.
            RequestError: The hub refused to start the feed.
        """
        socket, self._hello = await open_socket(self._options)
        connection = Connection(socket, self._apply)
        self._listener = asyncio.create_task(connection.listen(), name="lampfield feed")
        try:
            await self._start(connection)
        except BaseException:
            await self._disconnect(connection)
            raise
        self._connection = connection
        self._set_link(LinkState.UP, "")

    async def run(self) -> None:
        """Follow the feed and reconnect after each loss, until the policy gives up.

        A frame that cannot be applied may follow every login. The delays then keep growing.

        Raises:
            LampfieldError: The final failure.
        """
        delays: Iterator[float] | None = None
        before: LampfieldError | None = None
        while True:
            was_up, error = await self._connect_and_listen()
            if delays is None or (was_up and not isinstance(before, Unreadable)):
                delays = self._options.delays()
            await self._wait(error, delays)
            before = error

    async def request(self, request: Request[R], seconds: float) -> R:
        """Send a request to the hub and return the response.

        Raises:
            RequestError: The hub refused.
            NotConnected: There is no connection, and nothing was sent.
            FeedError: The connection was lost, or no response arrived.
        """
        if self._connection is None:
            link = self._replica.links[LinkName.HUB]
            raise NotConnected(f"There is no connection to the hub. {link.reason}".strip())
        try:
            return await self._connection.request(request, seconds)
        except (ConnectionLost, AnswerTimeout) as error:
            raise error if isinstance(error, NotConnected) else with_unknown_outcome(error) from error

    @property
    def hub_run(self) -> str:
        """The epoch of the latest hub; empty before the first connection."""
        return self._hello.epoch if self._hello is not None else ""

    def has_feature(self, feature: str) -> bool:
        """Return whether the latest hub supports a feature."""
        return self._hello is not None and feature in self._hello.features

    async def wait_until_up(self, seconds: float) -> bool:
        """Wait up to ``seconds`` for the connection. Returns whether it is up."""
        try:
            async with asyncio.timeout(seconds):
                await self._settled.wait()
        except TimeoutError:
            return False
        return self._connection is not None

    def end(self, reason: str) -> None:
        """Set the hub's link to down for good."""
        self._set_link(LinkState.DOWN, reason)

    async def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            await self._disconnect(self._connection)

    async def _start(self, connection: Connection) -> None:
        options, seconds = self._options, self._options.timeout
        login = Login(account=options.account, secret=options.secret, client=options.client)
        self.token = (await connection.request(login, seconds)).token
        start = Start(datasets=options.datasets, since=self._replica.since, early=options.early)
        await connection.request(start, seconds)

    async def _connect_and_listen(self) -> tuple[bool, LampfieldError]:
        """Connect and follow the feed. Returns whether it was up, and what ended it."""
        was_up = False
        try:
            if self._connection is None:
                await self.open()
            was_up = True
            if self._listener is not None:
                await self._listener
        except (FeedError, RequestError) as error:
            return was_up, error
        except Exception as error:
            log.exception("the feed failed")
            return was_up, unexpected_error(error)
        return was_up, ConnectionLost("The connection was closed.")

    async def _wait(self, error: LampfieldError, delays: Iterator[float]) -> None:
        """Report a failure and wait for the next attempt. Raises the failure if it is final."""
        if self._connection is not None:
            await self._disconnect(self._connection)
        delay = next(delays, None) if self._options.policy(error) else None
        self._set_link(LinkState.DOWN if delay is None else LinkState.CONNECTING, str(error))
        if delay is None:
            raise error
        log.info("%s Next attempt in %.1f s.", error, delay)
        await asyncio.sleep(delay)

    async def _disconnect(self, connection: Connection) -> None:
        self._connection = None
        self._settled.clear()
        listener, self._listener = self._listener, None
        await connection.close()
        if listener is not None:
            listener.cancel()
            await asyncio.gather(listener, return_exceptions=True)

    def _apply(self, items: Sequence[FeedItem]) -> None:
        """Apply the items of a frame. A failure leaves a gap, so the next start asks for a snapshot."""
        batch = Batch()
        try:
            self._replica.apply(items, batch)
        except Exception:
            self._replica.invalidate()
            raise
        finally:
            self._on_batch(batch)

    def _set_link(self, state: LinkState, reason: str) -> None:
        """Set the state of the hub's link. Its ``since`` is the last change between up and not up."""
        if state is not LinkState.CONNECTING:
            self._settled.set()
        before = self._replica.links.get(LinkName.HUB)
        stays = before is not None and (before.state is LinkState.UP) == (state is LinkState.UP)
        since = before.since if before is not None and stays else time.time()
        batch = Batch()
        link = Link(LinkName.HUB, state, since, reason=reason)
        replica.apply_link(link, self._replica, batch)
        if state is not LinkState.UP:
            replica.apply_hub_lost(link, self._replica, batch)
        if batch.links:
            self._on_batch(batch)
