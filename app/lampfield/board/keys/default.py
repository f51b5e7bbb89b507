"""The key map that is in force where nothing else is said, read from its file as fast as a start needs it."""

import tomllib
from functools import cache
from pathlib import Path

from lampfield.board.keys.keymap import FindBy, KeyMap
from lampfield.board.keys.names import named

DEFAULT = "mnemonic"

MAPS = Path(__file__).with_name("maps")
"""Where the maps lie that come with the board."""


@cache
def default_map() -> KeyMap:
    """Return the map that the board comes with. The tests look for faults in it, not each start."""
    text = (MAPS / f"{DEFAULT}.toml").read_text(encoding="utf-8")
    raw = tomllib.loads(text)
    keys = {action_id: _names(value) for action_id, value in raw["keys"].items()}
    return KeyMap(DEFAULT, keys, FindBy(raw["find_by"]))


def _names(value: str | list[str]) -> tuple[str, ...]:
    texts = [value] if isinstance(value, str) else value
    return tuple(name for text in texts if (name := named(text)) is not None)
