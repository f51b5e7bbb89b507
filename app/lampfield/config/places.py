"""Where files are kept: the XDG folders, or their equivalents on the operating system."""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

import platformdirs

SITE_FILE = "site.toml"
ENVIRONMENT_KEY = "LAMPFIELD_CONFIG"
SETTINGS_FILE = "board.toml"
SETTINGS_KEY = "LAMPFIELD_SETTINGS"
MEMORY_FILE = "board.json"
NOTES_FILE = "notes.json"

HOMELESS = "this user has no home folder: set HOME to a folder that you can write to"


class SiteFileMissing(Exception):
    """A site file that was named does not exist or is not readable."""


class FolderUnknown(Exception):
    """A folder of this user cannot be determined; the message says what to set."""


def expanded(path: Path) -> Path:
    """Return a path with ``~`` expanded to the home folder.

    Raises:
        FolderUnknown: The home folder is unknown.
    """
    try:
        return path.expanduser()
    except RuntimeError as error:
        raise FolderUnknown(
            f"{path}: the home folder is unknown: write the whole path, or set HOME"
        ) from error


def is_there(path: Path) -> bool:
    """Return whether something at a path is visible to this user.

    A path in a folder that this user may not enter does not count: under ``sudo -u`` and ``su``, ``HOME``
    is often another user's folder.
    """
    try:
        return path.exists()
    except OSError:
        return False


def site_path(chosen: Path | None, environ: Mapping[str, str]) -> Path | None:
    """Return the site file to read; None if there is none.

    Args:
        chosen: ``--config``; it takes precedence over ``$LAMPFIELD_CONFIG``, the user's folder and the
            machine's folder.
        environ: The environment.

    Raises:
        SiteFileMissing: The named file does not exist.
        FolderUnknown: It starts with ``~``, and the home folder is unknown.
    """
    if named := named_path(chosen, environ):
        return _checked(named)
    return next((path for path in usual_paths() if is_there(path) and path.is_file()), None)


def named_path(chosen: Path | None, environ: Mapping[str, str]) -> Path | None:
    """Return the site file named by option or environment, whether or not it exists.

    Raises:
        FolderUnknown: It starts with ``~``, and the home folder is unknown.
    """
    if chosen is not None:
        return expanded(chosen)
    return expanded(Path(text)) if (text := environ.get(ENVIRONMENT_KEY)) else None


def usual_paths() -> tuple[Path, ...]:
    """Return where to look for a site file if none is named: the user's folder, then the machine's.

    For a user without a home folder, as many services have none, only the machine's folder counts.
    """
    places = []
    for find in (platformdirs.user_config_path, platformdirs.site_config_path):
        try:
            places.append(_folder(find) / SITE_FILE)
        except FolderUnknown:
            continue
    return tuple(places)


def own_site_path() -> Path:
    """Return the path of the user's own site file, which need not exist.

    Raises:
        FolderUnknown: There is no home folder.
    """
    return _folder(platformdirs.user_config_path) / SITE_FILE


def log_path() -> Path:
    """Return the board's log file: the board owns the terminal and cannot log there.

    Raises:
        FolderUnknown: There is no home folder.
    """
    return _folder(platformdirs.user_log_path) / "board.log"


def settings_path(environ: Mapping[str, str]) -> Path:
    """Return the settings file of the board; it need not exist.

    Raises:
        FolderUnknown: There is no home folder.
    """
    if text := environ.get(SETTINGS_KEY):
        return expanded(Path(text))
    return _folder(platformdirs.user_config_path) / SETTINGS_FILE


def memory_path() -> Path:
    """Return the file that keeps what the board remembers; it need not exist.

    Raises:
        FolderUnknown: There is no home folder.
    """
    return _folder(platformdirs.user_state_path) / MEMORY_FILE


def notes_path() -> Path:
    """Return the file that keeps the operator's notes on contacts; it need not exist.

    Raises:
        FolderUnknown: There is no home folder.
    """
    return _folder(platformdirs.user_data_path) / NOTES_FILE


def hub_state_path(site_file: Path) -> Path:
    """Return the file that keeps the state of a site's hub: one per site file.

    Raises:
        FolderUnknown: There is no home folder.
    """
    digest = hashlib.sha256(str(site_file.resolve()).encode()).hexdigest()[:16]
    return _folder(platformdirs.user_state_path) / f"hub-{digest}.json"


def _checked(named: Path) -> Path:
    """Return a named site file.

    Raises:
        SiteFileMissing: It does not exist or is not readable.
    """
    try:
        if named.is_file():
            return named
    except OSError as error:
        raise SiteFileMissing(f"{named}: it cannot be read: {error.strerror}") from error
    what = "this is a folder; name the file in it" if named.is_dir() else "there is no such file"
    raise SiteFileMissing(f"{named}: {what}; `lampfield config init` writes one")


def _folder(find: Callable[..., Path]) -> Path:
    """Return Lampfield's folder of one kind, as the operating system places it.

    Raises:
        FolderUnknown: It is in the home folder, which is unknown.
    """
    try:
        folder = find("lampfield", appauthor=False)
    except RuntimeError as error:
        raise FolderUnknown(HOMELESS) from error
    if not folder.is_absolute():
        raise FolderUnknown(HOMELESS)
    return folder
