"""Bearer tokens: what stands for an account and its secret once it is logged in."""

import secrets
import time
from collections.abc import Callable
from hashlib import sha256

from lampfield.model.account import Account

KEEP_SECONDS = 3600.0
"""How long a token is good after its last session ended, so that a board may come back with it."""


class Token:
    """A token in use: whose it is, how many sessions hold it, and when it ends without any."""

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
        self._tokens: dict[bytes, Token] = {}

    def new(self, account: Account) -> str:
        """Return a new token for an account; hold it to make it last."""
        self._drop_ended()
        text = secrets.token_urlsafe(32)
        token = self._tokens[_digest(text)] = Token(account)
        token.ends = self._clock() + KEEP_SECONDS
        return text

    def account(self, text: str) -> Account | None:
        """Return whom a token stands for; None when it is not good."""
        token = self._tokens.get(_digest(text))
        if token is None or not self._good(token):
            return None
        return token.account

    def hold(self, text: str) -> None:
        """Keep a token good while a session uses it."""
        token = self._tokens.get(_digest(text))
        if token is not None:
            token.holders += 1

    def release(self, text: str) -> None:
        """Let a token end some time after the session."""
        token = self._tokens.get(_digest(text))
        if token is not None:
            token.holders -= 1
            token.ends = self._clock() + KEEP_SECONDS

    def _good(self, token: Token) -> bool:
        return token.holders > 0 or self._clock() < token.ends

    def _drop_ended(self) -> None:
        self._tokens = {digest: token for digest, token in self._tokens.items() if self._good(token)}


def _digest(text: str) -> bytes:
    return sha256(text.encode(errors="replace")).digest()


def bearer(header: str) -> str:
    """Return the token of an ``Authorization`` header (RFC 6750, section 2.1); empty when it has none."""
    scheme, _, token = header.strip().partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
