"""Finds a client's secret; never on the command line, which every user of the machine can see."""

import getpass
import sys
from collections.abc import Mapping
from pathlib import Path

from lampfield.cli.failure import Unusable
from lampfield.config.places import expanded
from lampfield.config.secret import SecretMissing, secret_file

VARIABLE = "LAMPFIELD_SECRET"
SERVICE = "lampfield"
"""The service name in the desktop's key store: ``keyring set lampfield ACCOUNT``."""


def said_secret(file: Path | None, environ: Mapping[str, str]) -> str:
    """Return the secret from the options or the environment; empty if neither gives one.

    Raises:
        Unusable: The file holds no secret.
    """
    if file is None:
        return environ.get(VARIABLE, "")
    try:
        return secret_file(expanded(file))
    except SecretMissing as error:
        raise Unusable(str(error)) from error


def known_secret(account: str) -> str:
    """Return the account's secret from the key store, or ask for it at the terminal.

    Raises:
        Unusable: Neither gives one.
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
        # There is no key store on this machine, or it stays locked.
        return ""
