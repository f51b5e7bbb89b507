"""Secrets of a site file: ``env:NAME``, ``file:PATH``, or the text itself."""

from collections.abc import Mapping
from pathlib import Path

from lampfield.config.places import FolderUnknown, expanded

MASK = "***"


class SecretMissing(Exception):
    """A secret is missing; the message says what to do, and holds no secret."""


def is_literal(text: str) -> bool:
    """Return whether a text is the secret itself, rather than where it is kept."""
    return bool(text) and not text.startswith(("env:", "file:"))


def masked(text: str) -> str:
    """Return what may be shown: where the secret is kept, or a mask for the secret itself."""
    return MASK if is_literal(text) else text


def read_secret(text: str, folder: Path, environ: Mapping[str, str]) -> str:
    """Return the secret that a text in the site file refers to.

    Args:
        text: ``env:NAME``, ``file:PATH``, or the secret.
        folder: The site file's folder, to which paths are relative.
        environ: The environment.

    Raises:
        SecretMissing: The variable or the file is missing or empty.
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
    """Return the path of a secret's file.

    Raises:
        SecretMissing: It is in the home folder, which is unknown.
    """
    try:
        return folder / expanded(place)
    except FolderUnknown as error:
        raise SecretMissing(f"the secret's file {error}") from error


def secret_file(path: Path) -> str:
    """Return the secret in a file, without byte order mark and line end. Spaces are part of it.

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
