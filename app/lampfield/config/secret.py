"""Secrets of a site file: ``env:NAME``, ``file:PATH``, or the text itself."""

from collections.abc import Mapping
from pathlib import Path

from lampfield.config.places import FolderUnknown, expanded

MASK = "***"


class SecretMissing(Exception):
    """A secret is not where the site file says; the text says what to do, and holds no secret."""


def is_literal(text: str) -> bool:
    """Say whether the secret itself stands in the site file."""
    return bool(text) and not text.startswith(("env:", "file:"))


def masked(text: str) -> str:
    """Return what may be shown: where the secret is, or a mask in place of the secret itself."""
    return MASK if is_literal(text) else text


def read_secret(text: str, folder: Path, environ: Mapping[str, str]) -> str:
    """Return the secret that a text of the site file means.

    Args:
        text: ``env:NAME``, ``file:PATH``, or the secret.
        folder: The site file's folder, where a relative path starts.
        environ: The environment.

    Raises:
        SecretMissing: The variable or the file is not there, or is empty.
    """
    kind, colon, place = text.partition(":")
    match kind if colon else "":
        case "env":
            return _from_environment(place, environ)
        case "file":
            return secret_file(_place(folder, Path(place)))
        case _:
            return text


def _place(folder: Path, place: Path) -> Path:
    """Return where a secret's file is.

    Raises:
        SecretMissing: It is in a home folder that is not known.
    """
    try:
        return folder / expanded(place)
    except FolderUnknown as error:
        raise SecretMissing(f"the secret's file {error}") from error


def secret_file(path: Path) -> str:
    """Return the secret that a file holds, without a byte order mark and the line end. Spaces are part of it.

    Raises:
        SecretMissing: The file cannot be read, or is empty.
    """
    try:
        secret = path.read_text(encoding="utf-8-sig").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise SecretMissing(f"the secret's file {path} cannot be read: {reason}") from error
    if not secret:
        raise SecretMissing(f"the secret's file {path} is empty")
    return secret


def _from_environment(name: str, environ: Mapping[str, str]) -> str:
    secret = environ.get(name, "")
    if not secret:
        raise SecretMissing(f"the environment variable {name} is not set: export it, then start again")
    return secret
