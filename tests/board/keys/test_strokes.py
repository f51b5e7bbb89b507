"""How many strokes it takes in each map to find and dial, and to find and chat; the page on keys agrees."""

import re

import pytest

from lampfield.board.keys.keymap import KeyMap
from lampfield.model.identity import ContactKey
from tests.board.booth import DEVICE, booth, person
from tests.board.keys.shipped import FIND_FIRST, MNEMONIC, NUMPAD
from tests.repository import ROOT

EVERYBODY = (person("Alice", "201"), person("Bob", "202"), person("Dan", "204"))

DIAL = {
    "mnemonic": (MNEMONIC, ("slash", *"dan", "f2")),
    "find-first": (FIND_FIRST, (*"dan", "enter")),
    "numpad": (NUMPAD, (*"204", "enter")),
}
"""The strokes that find Dan and dial. Three of each are his name or number."""

CHAT = {
    "mnemonic": (MNEMONIC, ("slash", *"dan", "enter", "c")),
    "find-first": (FIND_FIRST, (*"dan", "f4")),
    "numpad": (NUMPAD, (*"204", "f2", "c")),
}
"""The strokes that find Dan and open a chat."""


@pytest.mark.parametrize("keys_and_strokes", DIAL.values(), ids=DIAL)
async def test_find_and_dial(keys_and_strokes: tuple[KeyMap, tuple[str, ...]]) -> None:
    keys, strokes = keys_and_strokes
    async with booth(*EVERYBODY, keys=keys) as standing:
        await standing.press(*strokes)
        await standing.asked("dial", DEVICE.name, "204", "Dan")


@pytest.mark.parametrize("keys_and_strokes", CHAT.values(), ids=CHAT)
async def test_find_and_chat(keys_and_strokes: tuple[KeyMap, tuple[str, ...]]) -> None:
    keys, strokes = keys_and_strokes
    async with booth(*EVERYBODY, keys=keys) as standing:
        await standing.press(*strokes)
        await standing.asked("open chat", ContactKey("dan@acme.test"))


@pytest.mark.parametrize("name", DIAL)
def test_the_page_says_how_many(name: str) -> None:
    row = re.search(
        rf"^\| `{name}` \|.*\|$", (ROOT / "docs" / "keys-and-settings.md").read_text(), re.MULTILINE
    )
    assert row is not None
    counts = [len(table[name][1]) - 3 for table in (DIAL, CHAT)]
    assert [int(cell) for cell in re.findall(r"\*\*(\d+)\*\*", row[0])] == counts
