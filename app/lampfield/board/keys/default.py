"""The default key map, read from its file with as little work as possible."""

from functools import cache
from pathlib import Path

import msgspec

from lampfield.board.keys.keymap import KeyMap
from lampfield.board.keys.names import named

DEFAULT = "mnemonic"

MAPS = Path(__file__).with_name("maps")
"""The folder of the maps that come with the board."""


@cache
def default_map() -> KeyMap:
    """Return the default map.

    In this file each key is one line whose value is JSON as well as TOML: starting up needs no TOML parser,
    which costs 2 ms. A test compares the outcome with that of `lampfield.board.keys.reading`.
    """
    _, _, table = (MAPS / f"{DEFAULT}.toml").read_text(encoding="utf-8").partition("\n[keys]\n")
    lines = (line.partition(" = ") for line in table.splitlines())
    return KeyMap(DEFAULT, {action_id: _names(msgspec.json.decode(value)) for action_id, _, value in lines})


def _names(value: str | list[str]) -> tuple[str, ...]:
    texts = [value] if isinstance(value, str) else value
    return tuple(name for text in texts if (name := named(text)) is not None)
