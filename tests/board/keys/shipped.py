"""The key maps that come with the board, read from their files."""

from pathlib import Path

import pytest

from lampfield.board.keys import reading

FOLDER = Path(reading.__file__).with_name("maps")
FIND_FIRST, MNEMONIC, NUMPAD = MAPS = tuple(reading.read_map(path) for path in sorted(FOLDER.glob("*.toml")))

each_map = pytest.mark.parametrize("keys", MAPS, ids=lambda keys: keys.name)
