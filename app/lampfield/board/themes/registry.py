"""The registry of themes, by name."""

from collections.abc import Iterator
from importlib import import_module
from typing import cast

from textual.theme import Theme

DEFAULT = "lampfield-dark"

_HOMES = {
    "lampfield-dark": "dark",
    "lampfield-light": "light",
    "lampfield-high-contrast": "high_contrast",
    "lampfield-colour-safe": "colour_safe",
    "lampfield-monochrome": "monochrome",
}
"""The module of each shipped theme: a board loads only the one it uses."""

SHIPPED = tuple(_HOMES)
"""The names of the themes that come with the board."""

MONOCHROME = "lampfield-monochrome"


def shipped(name: str) -> Theme | None:
    """Return a shipped theme by name."""
    home = _HOMES.get(name)
    return cast("Theme", import_module(f"lampfield.board.themes.{home}").THEME) if home else None


def all_shipped() -> Iterator[Theme]:
    """Yield every shipped theme."""
    for name in SHIPPED:
        if (theme := shipped(name)) is not None:
            yield theme
