"""Keeps the feed up: connects, follows, and connects again where it left off."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import msgspec

from lampfield.client import replica
from lampfield.client.connection import Connection, unforeseen
from lampfield.client.handshake import open_socket
from lampfield.client.options import Options
from lampfield.client.replica import Batch, Replica, Told
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.protocol.errors import (
    AnswerTimeout,
    ConnectionLost,
    FeedError,
    LampfieldError,
    NotConnected,
    RequestError,
    Unreadable,
    unsure,
)
from lampfield.protocol.notifications import Hello
from lampfield.protocol.requests import Login, Request, Start

log = logging.getLogger(__name__)

R = TypeVar("R", bound=msgspec.Struct)

OnBatch = Callable[[Batch], None]


class ReconnectingClient:
    """The connection over time.

    Args:
        options: Where, as whom, and how patiently.
        replica: Kept up to date.
        on_batch: Called after each frame that changed something, and when the hub's link does.
    """

    def __init__(self, options: Options, replica: Replica, on_batch: OnBatch) -> None:
        self.token = options.token
        """Opens photos over HTTP; the hub gives a new one at each login."""
        self._options = options
        self._replica = replica
        self._on_batch = on_batch
        self._conversation: Connection | None = None
        self._listening: asyncio.Task[None] | None = None
        self._hello: Hello | None = None
        self._settled = asyncio.Event()
        """Whether the connection is up, or is given up for good."""
        self._set_link(LinkState.CONNECTING, "")

    async def open(self) -> None:
        """Connect once, up to a started feed.

        Raises:
            FeedError: It did not work.
            RequestError: The hub refused to start the feed.
        """
        socket, self._hello = await open_socket(self._options)
        conversation = Connection(socket, self._take)
        self._listening = asyncio.create_task(conversation.listen(), name="lampfield feed")
        try:
            await self._start(conversation)
        except BaseException:
            await self._end(conversation)
            raise
        self._conversation = conversation
        self._set_link(LinkState.UP, "")

    async def keep(self) -> None:
        """Follow the feed, and connect again whenever it is lost, for as long as the policy lets.

        What a hub sends may fail here each time, at once after the login: then the waits go on growing.

        Raises:
            LampfieldError: The failure that is final.
        """
        waits: Iterator[float] | None = None
        before: LampfieldError | None = None
        while True:
            was_up, error = await self._once()
            if waits is None or (was_up and not isinstance(before, Unreadable)):
                waits = self._options.delays()
            await self._wait(error, waits)
            before = error

    async def request(self, request: Request[R], seconds: float) -> R:
        """Ask the hub.

        Raises:
            RequestError: It refused.
            NotConnected: There is no connection, so that nothing was sent.
            FeedError: The connection was lost, or no answer came.
        """
        if self._conversation is None:
            link = self._replica.links[LinkName.HUB]
            raise NotConnected(f"There is no connection to the hub. {link.reason}".strip())
        try:
            return await self._conversation.request(request, seconds)
        except (ConnectionLost, AnswerTimeout) as error:
            raise error if isinstance(error, NotConnected) else unsure(error) from error

    @property
    def hub_run(self) -> str:
        """Names the run of the hub that was connected to last."""
        return self._hello.epoch if self._hello is not None else ""

    def can(self, feature: str) -> bool:
        """Say whether the hub that was connected to last has a feature."""
        return self._hello is not None and feature in self._hello.features

    async def back(self, seconds: float) -> bool:
        """Wait until the connection is up, for so many seconds at most. Returns whether it is."""
        try:
            async with asyncio.timeout(seconds):
                await self._settled.wait()
        except TimeoutError:
            return False
        return self._conversation is not None

    def end(self, reason: str) -> None:
        """Note that the connection is not kept up any more."""
        self._set_link(LinkState.DOWN, reason)

    async def close(self) -> None:
        """End the connection in order."""
        if self._conversation is not None:
            await self._end(self._conversation)

    async def _start(self, conversation: Connection) -> None:
        options, seconds = self._options, self._options.timeout
        login = Login(account=options.account, secret=options.secret, client=options.client)
        self.token = (await conversation.request(login, seconds)).token
        start = Start(datasets=options.datasets, since=self._replica.since, early=options.early)
        await conversation.request(start, seconds)

    async def _once(self) -> tuple[bool, LampfieldError]:
        """Connect and follow. Returns whether the feed was up, and what ended it."""
        was_up = False
        try:
            if self._conversation is None:
                await self.open()
            was_up = True
            if self._listening is not None:
                await self._listening
        except (FeedError, RequestError) as error:
            return was_up, error
        except Exception as error:
            log.exception("the feed failed")
            return was_up, unforeseen(error)
        return was_up, ConnectionLost("The connection was closed.")

    async def _wait(self, error: LampfieldError, waits: Iterator[float]) -> None:
        """Note a failure and wait for the next try. Raises the failure when it is final."""
        if self._conversation is not None:
            await self._end(self._conversation)
        wait = next(waits, None) if self._options.policy(error) else None
        self._set_link(LinkState.DOWN if wait is None else LinkState.CONNECTING, str(error))
        if wait is None:
            raise error
        log.info("%s Next try in %.1f s.", error, wait)
        await asyncio.sleep(wait)

    async def _end(self, conversation: Connection) -> None:
        self._conversation = None
        self._settled.clear()
        listening, self._listening = self._listening, None
        await conversation.close()
        if listening is not None:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)

    def _take(self, told: Sequence[Told]) -> None:
        """Apply what a frame told. What cannot be applied leaves a gap, which only a snapshot closes."""
        batch = Batch()
        try:
            self._replica.apply(told, batch)
        except Exception:
            self._replica.forget_place()
            raise
        finally:
            self._on_batch(batch)

    def _set_link(self, state: LinkState, reason: str) -> None:
        """Note how the link to the hub is; since when counts from the change between up and not up."""
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
