"""Text settings whose possible values only the application knows."""

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from lampfield.board.theming import ThemedApp
from lampfield.config.places import FolderUnknown, expanded

Choices = Mapping[str, Sequence[str]]
"""The values of some settings, by path, such as ``look.theme``."""

Checks = Mapping[str, Callable[[str], None]]
"""The checks of some settings, by path: each raises `ConfigError` or `ValueError` with the reason."""


def choices_of(app: ThemedApp) -> Choices:
    """Return the values that an application offers."""
    from lampfield.board.keys.reading import map_names

    return {"look.theme": app.theme_names(), "keys.map": map_names(_own_maps(app))}


def checks_of(app: ThemedApp) -> Checks:
    """Return the checks that an application makes before a value is saved."""
    from lampfield.board.keys.reading import load_map

    def check_theme(name: str) -> None:
        if app.find_theme(name) is None:
            raise ValueError(f"There is no theme {name}.")

    def check_map(name: str) -> None:
        load_map(name, _own_maps(app))

    return {"look.theme": check_theme, "keys.map": check_map, "announce.to": check_place}


def check_place(text: str) -> None:
    """Reject a file that announcements cannot be written to. ``-`` and an empty text are accepted.

    Raises:
        ValueError: A sentence with the reason.
    """
    if text in ("", "-"):
        return
    try:
        path = expanded(Path(text))
    except FolderUnknown as error:
        raise ValueError(str(error)) from error
    if path.is_dir():
        raise ValueError(f"{path} is a folder: write the name of a file.")
    if not path.parent.is_dir():
        raise ValueError(f"There is no folder {path.parent}.")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise ValueError(f"{path} cannot be written: permission denied.")


def _own_maps(app: ThemedApp) -> Path | None:
    """Return the folder of the user's own key maps; None if settings are not saved."""
    return app.settings.path.parent / "keys" if app.settings.path is not None else None
