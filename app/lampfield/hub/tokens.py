"""Bearer tokens: what stands for an account and its secret once it is logged in."""

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Collection
from hashlib import sha256

from lampfield.model.account import Account

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
