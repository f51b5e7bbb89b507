"""Where files lie: the XDG folders, or what the operating system has in their place."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import platformdirs

SITE_FILE = "site.toml"
ENVIRONMENT_KEY = "LAMPFIELD_CONFIG"
SETTINGS_FILE = "board.toml"
SETTINGS_KEY = "LAMPFIELD_SETTINGS"
MEMORY_FILE = "board.json"
NOTES_FILE = "notes.json"


class SiteFileMissing(Exception):
    """A site file that was asked for by name is not there."""


def site_path(chosen: Path | None, environ: Mapping[str, str]) -> Path | None:
    """Return the site file to read, None when there is none anywhere.

    Args:
        chosen: ``--config``; it comes first, then ``$LAMPFIELD_CONFIG``, then the user's folder, then
            the machine's.
        environ: The environment.

    Raises:
        SiteFileMissing: The file was named, and is not there.
    """
    if named := named_path(chosen, environ):
        if not named.is_file():
            raise SiteFileMissing(f"{named}: there is no such file; `lampfield config init` writes one")
        return named
    return next((path for path in usual_paths() if path.is_file()), None)


def named_path(chosen: Path | None, environ: Mapping[str, str]) -> Path | None:
    """Return the site file that was named by option or environment, there or not."""
    if chosen is not None:
        return chosen.expanduser()
    return Path(text).expanduser() if (text := environ.get(ENVIRONMENT_KEY)) else None


def usual_paths() -> tuple[Path, ...]:
    """Return where a site file is looked for when none is named: the user's place, the machine's."""
    return (
        platformdirs.user_config_path("lampfield", appauthor=False) / SITE_FILE,
        platformdirs.site_config_path("lampfield", appauthor=False) / SITE_FILE,
    )


def log_path() -> Path:
    """Return the board's log file: the board owns the terminal, so it cannot say things there."""
    return platformdirs.user_log_path("lampfield", appauthor=False) / "board.log"


def settings_path(environ: Mapping[str, str]) -> Path:
    """Return the file that keeps how this person wants the board; it need not be there."""
    if text := environ.get(SETTINGS_KEY):
        return Path(text).expanduser()
    return platformdirs.user_config_path("lampfield", appauthor=False) / SETTINGS_FILE


def memory_path() -> Path:
    """Return the file that keeps what the board remembers by itself; it need not be there."""
    return platformdirs.user_state_path("lampfield", appauthor=False) / MEMORY_FILE


def notes_path() -> Path:
    """Return the file that keeps the operator's notes on contacts; it need not be there."""
    return platformdirs.user_data_path("lampfield", appauthor=False) / NOTES_FILE


def hub_state_path(site_file: Path) -> Path:
    """Return the file in which the hub of a site keeps its state; the same one for the same site file."""
    digest = hashlib.sha256(str(site_file.resolve()).encode()).hexdigest()[:16]
    return platformdirs.user_state_path("lampfield", appauthor=False) / f"hub-{digest}.json"
