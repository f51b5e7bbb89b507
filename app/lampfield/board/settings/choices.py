"""Settings that are texts in the file, but of which the application knows what there is, or what can be."""

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from lampfield.board.theming import ThemedApp
from lampfield.config.places import FolderUnknown, expanded

Choices = Mapping[str, Sequence[str]]
"""The words of some settings, by path, such as ``look.theme``."""

Checks = Mapping[str, Callable[[str], None]]
"""What raises a `ConfigError` or `ValueError` for a value of some settings, by path; its text says why."""


def choices_of(app: ThemedApp) -> Choices:
    """Return what an application has to choose from."""
    from lampfield.board.keys.reading import map_names

    return {"look.theme": app.theme_names(), "keys.map": map_names(_own_maps(app))}


def checks_of(app: ThemedApp) -> Checks:
    """Return what an application can say of a value before it is kept."""
    from lampfield.board.keys.reading import map_called

    def check_theme(name: str) -> None:
        if app.theme_called(name) is None:
            raise ValueError(f"There is no theme {name}.")

    def check_map(name: str) -> None:
        map_called(name, _own_maps(app))

    return {"look.theme": check_theme, "keys.map": check_map, "announce.to": check_place}


def check_place(text: str) -> None:
    """Refuse a place to which no announcements can be written. ``-`` and nothing are none.

    Raises:
        ValueError: A sentence that says why.
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
    """Return where the user's own key maps lie; None where no settings are kept."""
    return app.settings.path.parent / "keys" if app.settings.path is not None else None
