"""The title of the terminal says what runs there, and the former one is set back."""

import sys

import pytest
from textual.drivers.linux_driver import LinuxDriver

from lampfield.board.notifications.title import RESTORE, SAVE, set_title, title_of, titled_driver
from tests.repository import ROOT
from tests.terminal import Terminal


@pytest.mark.parametrize(
    ("made_up", "name", "title"),
    [
        ("demo", "Alice", "lampfield DEMO: Alice"),
        ("replay", "", "lampfield REPLAY"),
        ("", "reception", "lampfield: reception"),
        ("", "", "lampfield"),
    ],
)
def test_the_title_names_program_demo_and_operator(made_up: str, name: str, title: str) -> None:
    assert title_of(made_up, name) == title


@pytest.mark.parametrize(
    "foreign", ["a\x1b]52;c;eA==\x07b", "a\x9cb\x07\n\x1b\\", "\u202eevil\x00", "x" * 5_000]
)
def test_nothing_foreign_ends_the_sequence(foreign: str) -> None:
    for written in (set_title(title_of("", foreign)), set_title(foreign)):
        inside = written.removeprefix("\x1b]2;").removesuffix("\x1b\\")
        assert inside.isprintable()
        assert len(written.encode()) < 200


@pytest.mark.parametrize(
    ("term", "titled"), [("xterm", True), ("linux", False), ("dumb", False), ("", False)]
)
def test_a_terminal_without_a_title_is_left_alone(term: str, *, titled: bool) -> None:
    assert (titled_driver(LinuxDriver, {"TERM": term}) is not LinuxDriver) is titled


async def test_the_demo_says_so_in_the_title_and_sets_the_former_one_back() -> None:
    program = [sys.executable, "-m", "lampfield", "demo", "--contacts", "9", "--rate", "0"]
    env = {"PYTHONPATH": str(ROOT / "app"), "TMUX": "", "STY": ""}
    async with Terminal(program, 80, 24, env) as terminal:
        await terminal.is_so(lambda: terminal.title.startswith("lampfield DEMO"), "DEMO in the title", 20.0)
        written = bytes(terminal.written)
        assert written.count(SAVE.encode()) == 1
        assert written.index(SAVE.encode()) < written.index(b"\x1b]2;")
        terminal.send("\x11")
        assert await terminal.exit_status() == 0
        await terminal.is_so(lambda: terminal.written.count(RESTORE.encode()) == 1, "the former title")
