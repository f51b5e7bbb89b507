"""The doorman: lets in whom the hub knows.

Only the hub knows accounts and secrets: it compares them, and lets wait who is wrong, the longer the oftener.
But to the hub all browsers come from this machine. So that one who tries many secrets does not use up the
patience that it has for all, few of one address are asked about at once.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable

from lampfield.cli.browsing.entry import Entry, login_of
from lampfield.feed.connect import connect
from lampfield.feed.errors import LampfieldError, LoginRefused

AT_ONCE = 6
"""How many logins the hub is asked about at once; it looks at no more than 8 of one address."""

AT_ONCE_OF_ONE = 2
"""How many of one browser's address."""

TOO_MANY = "Too many logins from this address are being looked at. Wait a few seconds and try again."


class NotAdmitted(Exception):
    """A login that came to nothing; the text says why.

    Args:
        sentence: For the person.
        status: Of HTTP.
    """

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(sentence)
        self.status = status


async def ask_hub(entry: Entry) -> None:
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


class Doorman:
    """Checks logins.

    Args:
        ask: Raises for one who may not come in.
    """

    def __init__(self, ask: Callable[[Entry], Awaitable[None]] = ask_hub) -> None:
        self._ask = ask
        self._free = asyncio.Semaphore(AT_ONCE)
        self._of: Counter[str] = Counter()

    async def admit(self, entry: Entry, peer: str) -> None:
        """Let somebody in.

        Args:
            entry: Who says to be whom.
            peer: The browser's address.

        Raises:
            NotAdmitted: The hub does not know them, cannot be asked, or was asked too often.
        """
        if self._of[peer] >= AT_ONCE_OF_ONE:
            raise NotAdmitted(TOO_MANY, 429)
        self._of[peer] += 1
        try:
            async with self._free:
                await self._ask(entry)
        except LoginRefused as error:
            raise NotAdmitted(str(error), 403) from error
        except LampfieldError as error:
            raise NotAdmitted(str(error), 503) from error
        finally:
            self._of[peer] -= 1
            self._of += Counter()
