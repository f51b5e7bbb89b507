"""Authentication: secrets, tokens, delays after failed logins, and the log of refusals."""

import asyncio
import hmac
import ipaddress
import logging
import secrets
import time
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from hashlib import sha256

from lampfield.hub.failure import Failure, login_refused, too_many_logins
from lampfield.hub.meter import Meter
from lampfield.model.account import Account
from lampfield.model.bounded import BoundedDict
from lampfield.model.text import plain
from lampfield.protocol.requests import Login

IPV6_PREFIX_BITS = 64
"""A subscriber usually has a /64 (RFC 6177) and can use any address in it."""


@lru_cache(maxsize=4096)
def network_of(address: str) -> str:
    """Return the unit by which clients are limited: an IPv4 address, or the /64 network of an IPv6 address.

    Args:
        address: The address from the socket. If it is not an IP address, it is returned unchanged.
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

REFUSAL_LINE = "login refused from %s, account %r%s"
"""The address comes first, so that no text chosen by a client precedes it."""

LOG_INTERVAL_SECONDS = 1.0
"""Each address gets at most one line in this time; the next line gives the number of suppressed ones."""

MAX_LINES = 20
"""The largest number of lines in `LOG_INTERVAL_SECONDS` for all addresses together."""

NAME_CHARS = 60
MAX_ADDRESSES = 1024
"""The number of addresses whose last line is remembered."""


class RefusalLog:
    """A throttled log of refused logins.

    Args:
        clock: Monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last: BoundedDict[str, float] = BoundedDict(MAX_ADDRESSES)
        self._suppressed = 0
        self._interval_start = float("-inf")
        self._lines = 0

    def record(self, address: str, account: str) -> None:
        """Log a refusal, or count it as suppressed.

        Args:
            address: The client's address.
            account: The account name from the login, which need not exist.
        """
        now = self._clock()
        if not self._may_write(address, now):
            self._suppressed += 1
            return
        more = f" ({self._suppressed} more since the last line)" if self._suppressed else ""
        self._suppressed = 0
        log.warning(REFUSAL_LINE, plain(address, NAME_CHARS), plain(account, NAME_CHARS), more)

    def _may_write(self, address: str, now: float) -> bool:
        if now - self._interval_start >= LOG_INTERVAL_SECONDS:
            self._interval_start, self._lines = now, 0
        if self._lines >= MAX_LINES or now - self._last.get(address, float("-inf")) < LOG_INTERVAL_SECONDS:
            return False
        self._lines += 1
        self._last[address] = now
        self._last.move_to_end(address)
        return True


TOKEN_SECONDS = 3600.0
"""How long a token stays valid after its last session has ended, so that a board can reconnect with it."""


MAX_UNHELD = 10_000
"""The largest number of valid tokens without a session; beyond it the oldest expire early."""


class Token:
    """A token's account, the number of sessions that hold it, and its expiry time without a session."""

    __slots__ = ("account", "expires_at", "holders")

    def __init__(self, account: Account) -> None:
        self.account = account
        self.holders = 0
        self.expires_at = 0.0


class Tokens:
    """The valid tokens, kept as digests so that the time of a lookup reveals nothing about them.

    Args:
        clock: Monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._held: dict[bytes, Token] = {}
        self._unheld: BoundedDict[bytes, Token] = BoundedDict(MAX_UNHELD)
        """Tokens without a session, by expiry time."""

    def __len__(self) -> int:
        return len(self._held) + len(self._unheld)

    def new(self, account: Account) -> str:
        """Create a token for an account. It expires unless a session holds it."""
        text = secrets.token_urlsafe(32)
        self._schedule_expiry(_digest(text), Token(account))
        return text

    def account(self, text: str) -> Account | None:
        """Return the account of a token; None if the token is not valid."""
        if not text:
            return None
        self._drop_expired()
        digest = _digest(text)
        token = self._held.get(digest) or self._unheld.get(digest)
        return token.account if token is not None else None

    def hold(self, text: str) -> None:
        """Keep a valid token from expiring while a session uses it. An invalid token stays invalid."""
        self._drop_expired()
        digest = _digest(text)
        token = self._held.get(digest) or self._unheld.pop(digest, None)
        if token is not None:
            token.holders += 1
            self._held[digest] = token

    def release(self, text: str) -> None:
        """End a session's hold on a token; after the last one, schedule its expiry."""
        digest = _digest(text)
        token = self._held.get(digest)
        if token is None:
            return
        token.holders -= 1
        if not token.holders:
            del self._held[digest]
            self._schedule_expiry(digest, token)

    def revoke(self, names: Collection[str]) -> None:
        """Invalidate all tokens of some accounts immediately.

        Args:
            names: The names of the accounts.
        """
        for tokens in (self._held, self._unheld):
            for digest in [it for it, token in tokens.items() if token.account.name in names]:
                del tokens[digest]

    def _schedule_expiry(self, digest: bytes, token: Token) -> None:
        self._drop_expired()
        token.expires_at = self._clock() + TOKEN_SECONDS
        self._unheld[digest] = token

    def _drop_expired(self) -> None:
        """Remove expired tokens. They come first, because all tokens last equally long."""
        now = self._clock()
        while self._unheld and next(iter(self._unheld.values())).expires_at <= now:
            self._unheld.popitem(last=False)


def _digest(text: str) -> bytes:
    return sha256(text.encode(errors="replace")).digest()


def bearer(header: str) -> str:
    """Return the token of an ``Authorization`` header (RFC 6750, section 2.1); empty if there is none."""
    scheme, _, token = header.strip().partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


FIRST_DELAY_SECONDS = 0.5
LAST_DELAY_SECONDS = 5.0

MAX_REMEMBERED = 4096
"""The number of addresses and account names with failed logins that are remembered."""

MAX_WAITING = 8
"""The number of failed logins per network that are delayed at the same time; further ones get a temporary
error. Correct logins always pass: the failures of others must not lock anybody out."""

BAD_CREDENTIALS = "The hub does not know this account, or the secret is wrong."
BAD_BEARER = "Unknown or expired token. Log in with account and secret."
TOO_MANY_LOGINS = "Too many failed logins from this address. Wait a few seconds and try again."


class Authenticator:
    """Verifies logins, and delays the answers to failed ones with an increasing back-off.

    Args:
        accounts: The accounts that may log in.
        tokens: The valid tokens.
        meter: Counts refusals.
        first_delay: Seconds before the first refusal; the delay doubles with each further one.
        refusals: Logs refusals.
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
        self._refused: BoundedDict[str, int] = BoundedDict(MAX_REMEMBERED)
        self._waiting: dict[str, int] = {}
        self._refusals = refusals or RefusalLog()

    def set_accounts(self, accounts: Sequence[Account]) -> frozenset[str]:
        """Replace the accounts. Returns the names of the accounts that were removed or changed."""
        before, self._accounts = self._accounts, {account.name: account for account in accounts}
        return frozenset(name for name in before if self._accounts.get(name) != before[name])

    async def admit(self, login: Login, token: str, peer: str) -> Account:
        """Return the account of a login. A correct secret or a valid token is never delayed.

        Args:
            login: The client's request.
            token: The bearer token of the upgrade request, or an empty string.
            peer: The client's address.

        Raises:
            Failure: The login failed. The error is delayed with an increasing back-off.
        """
        account = self._verified_account(login, token)
        network = network_of(peer)
        if account is None:
            self._meter.logins_refused += 1
            self._refusals.record(peer, login.account)
            raise await self._refusal_after_delay(login, token, network)
        for who in (f"peer {network}", f"account {account.name}"):
            self._refused.pop(who, None)
        return account

    async def _refusal_after_delay(self, login: Login, token: str, network: str) -> Failure:
        """Return the error for a failed login after the back-off delay."""
        if self._waiting.get(network, 0) >= MAX_WAITING:
            await asyncio.sleep(self._first_delay)
            return too_many_logins(TOO_MANY_LOGINS)
        await self._delay_refusal(network, login.account)
        return login_refused(BAD_BEARER if token and not login.secret else BAD_CREDENTIALS)

    def _verified_account(self, login: Login, token: str) -> Account | None:
        if login.secret or not token:
            return self._by_secret(login)
        account = self._tokens.account(token)
        return account if account is not None and login.account in {"", account.name} else None

    def _by_secret(self, login: Login) -> Account | None:
        account = self._accounts.get(login.account)
        expected = account.secret if account is not None else ""
        same = hmac.compare_digest(_secret_digest(login.secret), _secret_digest(expected))
        return account if same and expected else None

    async def _delay_refusal(self, peer: str, name: str) -> None:
        delay = max(
            self._next_delay_seconds(f"peer {peer}"), self._next_delay_seconds(f"account {name[:100]}")
        )
        self._waiting[peer] = self._waiting.get(peer, 0) + 1
        try:
            await asyncio.sleep(delay)
        finally:
            self._waiting[peer] -= 1
            if not self._waiting[peer]:
                del self._waiting[peer]

    def _next_delay_seconds(self, who: str) -> float:
        times = self._refused.pop(who, 0)
        self._refused[who] = times + 1
        return min(self._first_delay * 2.0 ** min(times, 10), LAST_DELAY_SECONDS)


def _secret_digest(text: str) -> bytes:
    """Return the digest that is compared instead of a secret, so that not even its length leaks."""
    return sha256(text.encode(errors="surrogatepass")).digest()
