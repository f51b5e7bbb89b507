"""The doorman: lets in whom the hub knows.

Only the hub knows accounts and secrets. It answers a right login at once and lets a wrong one wait, the
longer the more there were. To the hub all browsers come from one machine, so that few are asked about at
once; those that are not answered at once are most likely wrong, and wait aside, out of the way of right ones.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from lampfield.cli.web.credentials import Credentials, login_of
from lampfield.client.connect import connect
from lampfield.protocol.errors import LampfieldError, LoginDelayed, LoginRefused

AT_ONCE = 8
"""How many logins are waited for at once until the hub is expected to have answered a right one."""

AT_ONCE_OF_ONE = 6
"""How many of these from one browser's address; the others are for those elsewhere."""

QUICK_SECONDS = 0.25
"""After so long a login waits aside."""

MAX_ASIDE = 64
"""How many wait aside; of more, the one that has waited longest is refused."""

TOO_MANY = "Too many logins are being looked at. Wait a few seconds and try again."


class NotAdmitted(Exception):
    """A login that came to nothing; the text says why.

    Args:
        sentence: For the person.
        status: Of HTTP.
    """

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(sentence)
        self.status = status


async def ask_hub(entry: Credentials) -> None:
    """Log in at the hub, and leave again.

    Raises:
        LampfieldError: It refuses, or cannot be reached.
    """
    login = login_of(entry)
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
    """Checks logins.

    Args:
        ask: Raises for one who may not come in.
        quick_seconds: After so long without an answer a login waits aside.
    """

    def __init__(
        self, ask: Callable[[Credentials], Awaitable[None]] = ask_hub, quick_seconds: float = QUICK_SECONDS
    ) -> None:
        self._ask = ask
        self._quick_seconds = quick_seconds
        self._free = asyncio.Semaphore(AT_ONCE)
        self._of: dict[str, tuple[asyncio.Semaphore, int]] = {}
        self._aside: dict[asyncio.Task[None], None] = {}
        """What waits aside, the longest first."""

    async def admit(self, entry: Credentials, peer: str) -> None:
        """Let somebody in.

        Args:
            entry: Who says to be whom.
            peer: The browser's address.

        Raises:
            NotAdmitted: The hub does not know them, cannot be asked, or was asked too often.
        """
        asking = await self._begun(entry, peer)
        self._stand_aside(asking)
        try:
            await asyncio.wait({asking})
        finally:
            self._aside.pop(asking, None)
            asking.cancel()
        _judge(asking)

    async def _begun(self, entry: Credentials, peer: str) -> asyncio.Task[None]:
        """Ask the hub, and wait for as long as its answer to a right login may take."""
        async with self._place_of(peer), self._free:
            asking = asyncio.create_task(self._asked(entry), name="ask the hub about a login")
            try:
                await asyncio.wait({asking}, timeout=self._quick_seconds)
            except asyncio.CancelledError:
                asking.cancel()
                raise
            return asking

    async def _asked(self, entry: Credentials) -> None:
        await self._ask(entry)

    def _stand_aside(self, asking: asyncio.Task[None]) -> None:
        self._aside[asking] = None
        if len(self._aside) > MAX_ASIDE:
            oldest = next(iter(self._aside))
            del self._aside[oldest]
            oldest.cancel()

    @asynccontextmanager
    async def _place_of(self, peer: str) -> AsyncIterator[None]:
        """Have one of the places that an address has."""
        places, users = self._of.get(peer, (asyncio.Semaphore(AT_ONCE_OF_ONE), 0))
        self._of[peer] = places, users + 1
        try:
            async with places:
                yield
        finally:
            places, users = self._of.pop(peer)
            if users > 1:
                self._of[peer] = places, users - 1


def _judge(asking: asyncio.Task[None]) -> None:
    """Raise what became of a login, for the person.

    Raises:
        NotAdmitted: It was refused, or came to nothing.
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
