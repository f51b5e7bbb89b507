"""The login gate: verifies logins with the hub.

Only the hub can verify secrets. It answers a valid login at once and delays failed ones with increasing
back-off. All browsers reach it from one address, so few logins are sent to it concurrently, in total and per
client address. A login without a quick answer is probably wrong: it waits in a bounded set of its own, where
it holds up no valid one.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from lampfield.cli.web.credentials import Credentials, login_of
from lampfield.client.connect import connect
from lampfield.protocol.errors import LampfieldError, LoginDelayed, LoginRefused

MAX_CONCURRENT = 8
"""How many logins wait for a quick answer at the same time."""

MAX_CONCURRENT_OF_ADDRESS = 6
"""How many of these may come from one client address; the others are reserved for other addresses."""

QUICK_SECONDS = 0.25
"""How long the hub may take to answer a valid login. Slower ones move to the set of slow logins."""

MAX_SLOW = 64
"""How many slow logins may wait; above that, the oldest is refused."""

TOO_MANY = "Too many logins are in progress. Wait a few seconds and try again."


class NotAdmitted(Exception):
    """The login was refused or failed; the text says why.

    Args:
        sentence: The reason, for the person.
        status: The HTTP status.
    """

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(sentence)
        self.status = status


async def ask_hub(credentials: Credentials) -> None:
    """Log in to the hub and log out again.

    Raises:
        LampfieldError: The hub refuses, or cannot be reached.
    """
    login = login_of(credentials)
    async with connect(
        login.url,
        account=login.account,
        secret=login.secret,
        ssl=login.trust,
        datasets=(),
        client="lampfield web",
    ):
        return


class LoginGate:
    """Verifies logins.

    Args:
        ask: Verifies credentials; raises LampfieldError if they are refused.
        quick_seconds: How long a login may take before it counts as slow.
    """

    def __init__(
        self, ask: Callable[[Credentials], Awaitable[None]] = ask_hub, quick_seconds: float = QUICK_SECONDS
    ) -> None:
        self._ask = ask
        self._quick_seconds = quick_seconds
        self._free = asyncio.Semaphore(MAX_CONCURRENT)
        self._addresses: dict[str, tuple[asyncio.Semaphore, int]] = {}
        self._slow: dict[asyncio.Task[None], None] = {}
        """The slow logins, oldest first."""

    async def admit(self, credentials: Credentials, peer: str) -> None:
        """Verify a login.

        Args:
            credentials: The credentials.
            peer: The browser's address.

        Raises:
            NotAdmitted: The hub refuses the credentials, cannot be reached, or there are too many logins.
        """
        asking = await self._start(credentials, peer)
        self._add_slow(asking)
        try:
            await asyncio.wait({asking})
        finally:
            self._slow.pop(asking, None)
            asking.cancel()
        _check(asking)

    async def _start(self, credentials: Credentials, peer: str) -> asyncio.Task[None]:
        """Ask the hub, and wait as long as its answer to a valid login may take."""
        async with self._slot(peer), self._free:
            asking = asyncio.create_task(self._asked(credentials), name="ask the hub about a login")
            try:
                await asyncio.wait({asking}, timeout=self._quick_seconds)
            except asyncio.CancelledError:
                asking.cancel()
                raise
            return asking

    async def _asked(self, credentials: Credentials) -> None:
        await self._ask(credentials)

    def _add_slow(self, asking: asyncio.Task[None]) -> None:
        self._slow[asking] = None
        if len(self._slow) > MAX_SLOW:
            oldest = next(iter(self._slow))
            del self._slow[oldest]
            oldest.cancel()

    @asynccontextmanager
    async def _slot(self, peer: str) -> AsyncIterator[None]:
        """Hold one of the slots of a client address."""
        slots, users = self._addresses.get(peer, (asyncio.Semaphore(MAX_CONCURRENT_OF_ADDRESS), 0))
        self._addresses[peer] = slots, users + 1
        try:
            async with slots:
                yield
        finally:
            slots, users = self._addresses.pop(peer)
            if users > 1:
                self._addresses[peer] = slots, users - 1


def _check(asking: asyncio.Task[None]) -> None:
    """Raise if a login was not successful.

    Raises:
        NotAdmitted: It was refused, or failed.
    """
    if asking.cancelled():
        raise NotAdmitted(TOO_MANY, 429)
    try:
        asking.result()
    except LoginDelayed as error:
        raise NotAdmitted(str(error), 429) from error
    except LoginRefused as error:
        raise NotAdmitted(str(error), 403) from error
    except LampfieldError as error:
        raise NotAdmitted(str(error), 503) from error
