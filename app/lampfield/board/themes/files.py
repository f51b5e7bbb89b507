"""The user's own themes: one file each, in the folder ``themes`` beside the settings."""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import msgspec
from textual.color import Color, ColorParseError
from textual.theme import Theme

from lampfield.config.error import ConfigError
from lampfield.config.tables import read_text

FOLDER = "themes"

_COLOURS = {field.name for field in fields(Theme)} - {
    "name",
    "dark",
    "ansi",
    "variables",
    "luminosity_spread",
    "text_alpha",
}


class ThemeFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The contents of a theme file: Textual's theme colours, and any variable of the board's stylesheets."""

    primary: str
    dark: bool = True
    secondary: str | None = None
    warning: str | None = None
    error: str | None = None
    success: str | None = None
    accent: str | None = None
    foreground: str | None = None
    background: str | None = None
    surface: str | None = None
    panel: str | None = None
    boost: str | None = None
    variables: dict[str, str] = {}


def own_themes(settings: Path | None) -> Iterator[Path]:
    """Yield the theme files beside the settings; a theme's name is that of its file."""
    if settings is not None:
        yield from sorted((settings.parent / FOLDER).glob("*.toml"))


def read_theme(path: Path) -> Theme:
    """Return the theme of a file.

    Raises:
        ConfigError: It cannot be used.
    """
    try:
        file = msgspec.toml.decode(read_text(path), type=ThemeFile)
    except msgspec.DecodeError as error:
        raise ConfigError(path, "", f"not a valid theme: {error}") from error
    values = msgspec.structs.asdict(file)
    _check(path, {name: values[name] for name in _COLOURS if values[name]} | _colours_of(file.variables))
    return Theme(name=path.stem, **values)


def _colours_of(variables: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in variables.items() if not name.endswith("-style")}


def _check(path: Path, colours: dict[str, str]) -> None:
    """Reject values that are not colours, by key."""
    for name, text in colours.items():
        try:
            Color.parse(text)
        except ColorParseError as error:
            raise ConfigError(path, name, f"{text!r} is not a colour: write it as #rrggbb") from error
