"""Where a client's secret comes from. Never from the command line: every user of the machine sees that."""

import getpass
import sys
from collections.abc import Mapping
from pathlib import Path

from lampfield.cli.failure import Unusable
from lampfield.config.places import expanded
from lampfield.config.secret import SecretMissing, secret_file

VARIABLE = "LAMPFIELD_SECRET"
SERVICE = "lampfield"
"""What the secret is filed under in the desktop's key store: ``keyring set lampfield ACCOUNT``."""


def said_secret(file: Path | None, environ: Mapping[str, str]) -> str:
    """Return the secret that was said by option or environment; empty when none was.

    Raises:
        Unusable: The file does not hold one.
    """
    if file is None:
        return environ.get(VARIABLE, "")
    try:
        return secret_file(expanded(file))
    except SecretMissing as error:
        raise Unusable(str(error)) from error


def known_secret(account: str) -> str:
    """Return the account's secret from the key store, or from the person at the terminal.

    Raises:
        Unusable: Neither has one.
    """
    if secret := _stored(account):
        return secret
    if not sys.stdin.isatty():
        raise Unusable(f"there is no secret for {account}: give --secret-file FILE, or set {VARIABLE}")
    secret = getpass.getpass(f"Secret of {account}: ")
    if not secret:
        raise Unusable(f"there is no secret for {account}: none was typed")
    return secret


def _stored(account: str) -> str:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return ""
    try:
        return keyring.get_password(SERVICE, account) or ""
    except KeyringError:
        # No key store on this machine, or it stays locked: the next place is asked.
        return ""
