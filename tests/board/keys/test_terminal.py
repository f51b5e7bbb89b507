"""The command in a real terminal: keys as old terminals send them, and as the Kitty protocol has them."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.terminal import Terminal

OLD = {"+": "\x1bOk", "-": "\x1bOm", "*": "\x1bOj", "/": "\x1bOo", ".": "\x1bOn", "⏎": "\x1bOM"} | {
    str(digit): f"\x1bO{chr(ord('p') + digit)}" for digit in range(10)
}
"""The keypad in application mode."""

KITTY = {"+": 57413, "-": 57412, "*": 57411, "/": 57410, ".": 57409, "⏎": 57414} | {
    str(digit): 57399 + digit for digit in range(10)
}
"""https://sw.kovidgoyal.net/kitty/keyboard-protocol/#functional-key-definitions"""

KEYPADS = {"old": OLD, "kitty": {name: f"\x1b[{code}u" for name, code in KITTY.items()}}

each_keypad = pytest.mark.parametrize("pad", KEYPADS.values(), ids=KEYPADS)


@asynccontextmanager
async def board(home: Path, key_map: str, *, toured: bool = True) -> AsyncIterator[Terminal]:
    """Run the demo, in which nothing happens by itself, up to its first tiles."""
    settings = home / "board.toml"
    settings.write_text(f'[keys]\nmap = "{key_map}"\n')
    memory = home / "state" / "lampfield" / "board.json"
    memory.parent.mkdir(parents=True)
    memory.write_text('{"toured": true}' if toured else "{}")
    places = {name: str(home / "none") for name in ("XDG_CONFIG_HOME", "XDG_CONFIG_DIRS")}
    environ = {"HOME": str(home), "LAMPFIELD_SETTINGS": str(settings), "XDG_STATE_HOME": str(home / "state")}
    command = [sys.executable, "-m", "lampfield", "demo", "--contacts", "12", "--rate", "0"]
    async with Terminal(command, 80, 24, places | environ) as terminal:
        await terminal.shows("Dan Dietz")
        await terminal.shows("● phone")
        yield terminal


@each_keypad
async def test_the_keypad_acts(tmp_path: Path, pad: dict[str, str]) -> None:
    async with board(tmp_path, "numpad") as terminal:
        terminal.send(pad["+"])
        await terminal.shows("No call is ringing or on hold.")
        terminal.send(pad["-"])
        await terminal.shows("There is no call to hang up.")
        terminal.send(pad["*"])
        await terminal.shows("There is no call to hold.")
        terminal.send(pad["/"] + pad["2"] + pad["-"] + pad["+"])
        await terminal.shows("2-+")


@each_keypad
async def test_digits_and_enter_of_the_keypad_dial(tmp_path: Path, pad: dict[str, str]) -> None:
    async with board(tmp_path, "numpad") as terminal:
        terminal.send("".join(pad[key] for key in "204⏎"))
        await terminal.shows("Your phone rings, then Dan Dietz's.")


async def test_a_name_and_enter_in_one_packet_dial(tmp_path: Path) -> None:
    async with board(tmp_path, "find-first") as terminal:
        terminal.send("dan\r")
        await terminal.shows("Your phone rings, then Dan Dietz's.")


@pytest.mark.parametrize("alt_n", ["\x1bn", "\x1b[110;3u"], ids=["old", "kitty"])
async def test_alt_and_a_letter_act_where_letters_search(tmp_path: Path, alt_n: str) -> None:
    async with board(tmp_path, "find-first") as terminal:
        terminal.send(alt_n)
        await terminal.shows("Add a contact")


async def test_the_tour_is_there_at_the_first_start(tmp_path: Path) -> None:
    async with board(tmp_path, "mnemonic", toured=False) as terminal:
        await terminal.shows("1 of 5")
        terminal.send("\x1b[27u")
        await terminal.hides("1 of 5")
        assert "true" in (tmp_path / "state" / "lampfield" / "board.json").read_text()
