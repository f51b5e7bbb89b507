"""The gate: who is let in, and how long one waits who is not."""

import asyncio
import hmac
from collections import OrderedDict
from collections.abc import Sequence
from hashlib import sha256

from lampfield.feed.requests import Login
from lampfield.hub.addresses import network_of
from lampfield.hub.failure import Failure, login_refused, too_many_logins
from lampfield.hub.meter import Meter
from lampfield.hub.refusal_log import RefusalLog
from lampfield.hub.tokens import Tokens
from lampfield.model.account import Account

FIRST_DELAY_SECONDS = 0.5
LAST_DELAY_SECONDS = 5.0

MAX_REMEMBERED = 4096
"""How many addresses and account names with refused logins are remembered."""

MAX_WAITING = 8
"""While so many logins of one address wait to be refused, its further wrong ones are put off. The right ones
are let in: the secrets of others must not keep anybody out."""

WRONG = "The hub does not know this account, or the secret is wrong."
OUT_OF_DATE = "The hub does not know this token, or it has ended. Log in with account and secret."
TOO_MANY = "Too many wrong logins came from this address. Wait a few seconds and try again."


class Gate:
    """Checks logins.

    Args:
        accounts: Who may log in.
        tokens: What stands for an account's secret.
        meter: Counts refusals.
        first_delay: Seconds that the first refusal takes; each further one takes twice as long.
        refusals: Writes refusals to the log.
    """

    def __init__(
        self,
        accounts: Sequence[Account],
        tokens: Tokens,
        meter: Meter,
        first_delay: float = FIRST_DELAY_SECONDS,
        refusals: RefusalLog | None = None,
    ) -> None:
        self._accounts = {account.name: account for account in accounts}
        self._tokens = tokens
        self._meter = meter
        self._first_delay = first_delay
        self._refused: OrderedDict[str, int] = OrderedDict()
        self._waiting: dict[str, int] = {}
        self._refusals = refusals or RefusalLog()

    def set_accounts(self, accounts: Sequence[Account]) -> frozenset[str]:
        """Let just these accounts log in from now on. Returns the names of those that are gone or changed."""
        before, self._accounts = self._accounts, {account.name: account for account in accounts}
        return frozenset(name for name in before if self._accounts.get(name) != before[name])

    async def admit(self, login: Login, token: str, peer: str) -> Account:
        """Return the account that logs in. The right secret, or a good token, never waits.

        Args:
            login: What the client says.
            token: The bearer token of its upgrade request, or an empty text.
            peer: Its address.

        Raises:
            Failure: It is not let in; this takes the longer the more often it happens.
        """
        account = self._known(login, token)
        network = network_of(peer)
        if account is None:
            self._meter.logins_refused += 1
            self._refusals.note(peer, login.account)
            raise await self._refusal(login, token, network)
        for who in (f"peer {network}", f"account {account.name}"):
            self._refused.pop(who, None)
        return account

    async def _refusal(self, login: Login, token: str, network: str) -> Failure:
        """Return how a wrong login is refused, after the time that this takes."""
        if self._waiting.get(network, 0) >= MAX_WAITING:
            await asyncio.sleep(self._first_delay)
            return too_many_logins(TOO_MANY)
        await self._wait(network, login.account)
        return login_refused(OUT_OF_DATE if token and not login.secret else WRONG)

    def _known(self, login: Login, token: str) -> Account | None:
        if login.secret or not token:
            return self._by_secret(login)
        account = self._tokens.account(token)
        return account if account is not None and login.account in {"", account.name} else None

    def _by_secret(self, login: Login) -> Account | None:
        account = self._accounts.get(login.account)
        expected = account.secret if account is not None else ""
        same = hmac.compare_digest(_digest(login.secret), _digest(expected))
        return account if same and expected else None

    async def _wait(self, peer: str, name: str) -> None:
        delay = max(self._delay(f"peer {peer}"), self._delay(f"account {name[:100]}"))
        self._waiting[peer] = self._waiting.get(peer, 0) + 1
        try:
            await asyncio.sleep(delay)
        finally:
            self._waiting[peer] -= 1
            if not self._waiting[peer]:
                del self._waiting[peer]

    def _delay(self, who: str) -> float:
        times = self._refused.pop(who, 0)
        self._refused[who] = times + 1
        if len(self._refused) > MAX_REMEMBERED:
            self._refused.popitem(last=False)
        return min(self._first_delay * 2.0 ** min(times, 10), LAST_DELAY_SECONDS)


def _digest(text: str) -> bytes:
    """Return what is compared in place of a secret, so that its length does not show either."""
    return sha256(text.encode(errors="surrogatepass")).digest()
