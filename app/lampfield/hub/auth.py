"""Logins: verified secrets and tokens, delays after failures, and their log."""

import asyncio
import hmac
import ipaddress
import logging
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from hashlib import sha256

from lampfield.hub.failure import Failure, login_refused, too_many_logins
from lampfield.hub.meter import Meter
from lampfield.model.account import Account
from lampfield.model.text import plain
from lampfield.protocol.requests import Login

IPV6_PREFIX_BITS = 64
"""One subscriber has a whole /64 as a rule (RFC 6177), and so any number of addresses in it."""


@lru_cache(maxsize=4096)
def network_of(address: str) -> str:
    """Return what a client's address is counted as: an IPv4 address, or the /64 network of an IPv6 address.

    Args:
        address: As the socket gives it. What is no IP address is returned as it is.
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv4Address):
        return str(ip)
    if ip.ipv4_mapped is not None:
        return str(ip.ipv4_mapped)
    return str(ipaddress.ip_network((ip, IPV6_PREFIX_BITS), strict=False))


log = logging.getLogger(__name__)

LINE = "login refused from %s, account %r%s"
"""The address comes first, so that nothing that a client chooses stands before it."""

GAP_SECONDS = 1.0
"""An address gets one line in this time; the next one counts what came between."""

MAX_LINES = 20
"""How many lines there are in `GAP_SECONDS` for all addresses together."""

NAME_CHARS = 60
MAX_ADDRESSES = 1024
"""How many addresses are told apart."""


class RefusalLog:
    """Writes refused logins to the log.

    Args:
        clock: Monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last: OrderedDict[str, float] = OrderedDict()
        self._left_out = 0
        self._begun = float("-inf")
        self._lines = 0

    def note(self, address: str, account: str) -> None:
        """Write one refusal, or count it for the next line.

        Args:
            address: The client's.
            account: The name that it gave; nobody may have that name.
        """
        now = self._clock()
        if not self._may_write(address, now):
            self._left_out += 1
            return
        more = f" ({self._left_out} more since the last line)" if self._left_out else ""
        self._left_out = 0
        log.warning(LINE, plain(address, NAME_CHARS), plain(account, NAME_CHARS), more)

    def _may_write(self, address: str, now: float) -> bool:
        if now - self._begun >= GAP_SECONDS:
            self._begun, self._lines = now, 0
        if self._lines >= MAX_LINES or now - self._last.get(address, float("-inf")) < GAP_SECONDS:
            return False
        self._lines += 1
        self._last[address] = now
        self._last.move_to_end(address)
        if len(self._last) > MAX_ADDRESSES:
            self._last.popitem(last=False)
        return True


KEEP_SECONDS = 3600.0
"""How long a token is good after its last session ended, so that a board may come back with it."""


MAX_UNHELD = 10_000
"""How many tokens without a session are good at the same time; beyond that the oldest end early."""


class Token:
    """A token: whose it is, how many sessions hold it, and when it ends without any."""

    __slots__ = ("account", "ends", "holders")

    def __init__(self, account: Account) -> None:
        self.account = account
        self.holders = 0
        self.ends = 0.0


class Tokens:
    """The tokens that are good. They are kept as digests: who looks one up learns nothing from the time.

    Args:
        clock: Monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._held: dict[bytes, Token] = {}
        self._unheld: OrderedDict[bytes, Token] = OrderedDict()
        """Those without a session, in the order in which they end."""

    def __len__(self) -> int:
        return len(self._held) + len(self._unheld)

    def new(self, account: Account) -> str:
        """Return a new token for an account; hold it to make it last."""
        text = secrets.token_urlsafe(32)
        self._let_go(_digest(text), Token(account))
        return text

    def account(self, text: str) -> Account | None:
        """Return whom a token stands for; None when it is not good."""
        if not text:
            return None
        self._drop_ended()
        digest = _digest(text)
        token = self._held.get(digest) or self._unheld.get(digest)
        return token.account if token is not None else None

    def hold(self, text: str) -> None:
        """Keep a token good while a session uses it. One that is not good any more is not made so."""
        self._drop_ended()
        digest = _digest(text)
        token = self._held.get(digest) or self._unheld.pop(digest, None)
        if token is not None:
            token.holders += 1
            self._held[digest] = token

    def release(self, text: str) -> None:
        """Let a token end some time after the session."""
        digest = _digest(text)
        token = self._held.get(digest)
        if token is None:
            return
        token.holders -= 1
        if not token.holders:
            del self._held[digest]
            self._let_go(digest, token)

    def revoke(self, names: Collection[str]) -> None:
        """End all tokens of some accounts at once.

        Args:
            names: The accounts'.
        """
        for tokens in (self._held, self._unheld):
            for digest in [it for it, token in tokens.items() if token.account.name in names]:
                del tokens[digest]

    def _let_go(self, digest: bytes, token: Token) -> None:
        self._drop_ended()
        token.ends = self._clock() + KEEP_SECONDS
        self._unheld[digest] = token
        if len(self._unheld) > MAX_UNHELD:
            self._unheld.popitem(last=False)

    def _drop_ended(self) -> None:
        """Drop those that have ended: they are the first, for all last equally long."""
        now = self._clock()
        while self._unheld and next(iter(self._unheld.values())).ends <= now:
            self._unheld.popitem(last=False)


def _digest(text: str) -> bytes:
    return sha256(text.encode(errors="replace")).digest()


def bearer(header: str) -> str:
    """Return the token of an ``Authorization`` header (RFC 6750, section 2.1); empty when it has none."""
    scheme, _, token = header.strip().partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


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


class Authenticator:
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
        same = hmac.compare_digest(_secret_digest(login.secret), _secret_digest(expected))
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


def _secret_digest(text: str) -> bytes:
    """Return what is compared in place of a secret, so that its length does not show either."""
    return sha256(text.encode(errors="surrogatepass")).digest()
