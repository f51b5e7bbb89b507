"""Where files lie: the XDG folders, or what the operating system has in their place."""

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

HOMELESS = "this user has no home folder: set HOME to a folder that you may write to"


class SiteFileMissing(Exception):
    """A site file that was asked for by name is not there, or may not be read."""


class FolderUnknown(Exception):
    """A folder of this user cannot be found out; the text says what to set."""


def expanded(path: Path) -> Path:
    """Return a path with the home folder in the place of ``~``.

    Raises:
        FolderUnknown: The home folder is not known.
    """
    try:
        return path.expanduser()
    except RuntimeError as error:
        raise FolderUnknown(
            f"{path}: the home folder is not known: write the whole path, or set HOME"
        ) from error


def is_there(path: Path) -> bool:
    """Return whether there is something at a path that this user may know of.

    Whatever lies in a folder that is closed to this user is not there: under ``sudo -u`` and ``su``, ``HOME``
    often is the folder of somebody else.
    """
    try:
        return path.exists()
    except OSError:
        return False


def site_path(chosen: Path | None, environ: Mapping[str, str]) -> Path | None:
    """Return the site file to read, None when there is none anywhere.

    Args:
        chosen: ``--config``; it comes first, then ``$LAMPFIELD_CONFIG``, then the user's folder, then
            the machine's.
        environ: The environment.

    Raises:
        SiteFileMissing: The file was named, and is not there.
        FolderUnknown: It begins with a home folder that is not known.
    """
    if named := named_path(chosen, environ):
        return _checked(named)
    return next((path for path in usual_paths() if is_there(path) and path.is_file()), None)


def named_path(chosen: Path | None, environ: Mapping[str, str]) -> Path | None:
    """Return the site file that was named by option or environment, there or not.

    Raises:
        FolderUnknown: It begins with a home folder that is not known.
    """
    if chosen is not None:
        return expanded(chosen)
    return expanded(Path(text)) if (text := environ.get(ENVIRONMENT_KEY)) else None


def usual_paths() -> tuple[Path, ...]:
    """Return where a site file is looked for when none is named: the user's place, the machine's.

    Where the user has no home folder, as a service often has none, the machine's place is the only one.
    """
    places = []
    for find in (platformdirs.user_config_path, platformdirs.site_config_path):
        try:
            places.append(_folder(find) / SITE_FILE)
        except FolderUnknown:
            continue
    return tuple(places)


def own_site_path() -> Path:
    """Return where the user's own site file is, or will be.

    Raises:
        FolderUnknown: There is no home folder.
    """
    return _folder(platformdirs.user_config_path) / SITE_FILE


def log_path() -> Path:
    """Return the board's log file: the board owns the terminal, so it cannot say things there.

    Raises:
        FolderUnknown: There is no home folder.
    """
    return _folder(platformdirs.user_log_path) / "board.log"


def settings_path(environ: Mapping[str, str]) -> Path:
    """Return the file that keeps how this person wants the board; it need not be there.

    Raises:
        FolderUnknown: There is no home folder.
    """
    if text := environ.get(SETTINGS_KEY):
        return expanded(Path(text))
    return _folder(platformdirs.user_config_path) / SETTINGS_FILE


def memory_path() -> Path:
    """Return the file that keeps what the board remembers by itself; it need not be there.

    Raises:
        FolderUnknown: There is no home folder.
    """
    return _folder(platformdirs.user_state_path) / MEMORY_FILE


def notes_path() -> Path:
    """Return the file that keeps the operator's notes on contacts; it need not be there.

    Raises:
        FolderUnknown: There is no home folder.
    """
    return _folder(platformdirs.user_data_path) / NOTES_FILE


def hub_state_path(site_file: Path) -> Path:
    """Return the file in which the hub of a site keeps its state; the same one for the same site file.

    Raises:
        FolderUnknown: There is no home folder.
    """
    digest = hashlib.sha256(str(site_file.resolve()).encode()).hexdigest()[:16]
    return _folder(platformdirs.user_state_path) / f"hub-{digest}.json"


def _checked(named: Path) -> Path:
    """Return a site file that was named.

    Raises:
        SiteFileMissing: It is not there, or may not be read.
    """
    try:
        if named.is_file():
            return named
    except OSError as error:
        raise SiteFileMissing(f"{named}: it cannot be read: {error.strerror}") from error
    what = "this is a folder; name the file in it" if named.is_dir() else "there is no such file"
    raise SiteFileMissing(f"{named}: {what}; `lampfield config init` writes one")


def _folder(find: Callable[..., Path]) -> Path:
    """Return a folder of ours in a place that the operating system has for its kind.

    Raises:
        FolderUnknown: The place is in the home folder, and none is known.
    """
    try:
        folder = find("lampfield", appauthor=False)
    except RuntimeError as error:
        raise FolderUnknown(HOMELESS) from error
    if not folder.is_absolute():
        raise FolderUnknown(HOMELESS)
    return folder
