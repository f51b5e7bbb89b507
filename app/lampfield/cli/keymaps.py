"""Finds the key map that the settings or an option name."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from lampfield.config.places import is_there, settings_path
from lampfield.config.settings_file import SettingsFile

if TYPE_CHECKING:
    from lampfield.board.keys.keymap import KeyMap


def map_in_force(environ: Mapping[str, str], settings: SettingsFile | None = None) -> "KeyMap":
    """Return the key map that the settings name.

    Args:
        environ: The environment.
        settings: The settings; None to read them now.

    Raises:
        ConfigError: The map cannot be used, or no map has this name.
    """
    return map_named((settings or SettingsFile.read(settings_path(environ))).values.keys.map, environ)


def map_named(name: str, environ: Mapping[str, str]) -> "KeyMap":
    """Return a key map.

    Args:
        name: Its name, or its file.
        environ: The environment.

    Raises:
        ConfigError: The map cannot be used, or no map has this name.
    """
    from lampfield.board.keys.default import DEFAULT, default_map

    folder = settings_path(environ).parent / "keys"
    if name == DEFAULT and not is_there(folder / f"{name}.toml"):
        return default_map()
    from lampfield.board.keys.reading import load_map

    return load_map(name, folder)
