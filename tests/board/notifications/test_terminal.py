"""What reaches a real terminal."""

import sys

import pytest

from tests.repository import ROOT
from tests.terminal import Terminal

SAID = "Message from Al ]52,c,eA== ice \\ ,", "hello   \\ [2Jthere line , end"
PLACE = {"TERM": "xterm-256color", "TMUX": "", "STY": ""}
QUIET = dict.fromkeys(("KITTY_WINDOW_ID", "WEZTERM_PANE", "VTE_VERSION", "LC_TERMINAL", "TERM_PROGRAM"), "")


def program(notify: str) -> list[str]:
    return [sys.executable, "-m", "tests.board.notifications.ring_program", notify]


def strokes(terminal: Terminal, expected: bytes) -> int:
    """Return how often the bell was rung; what ends a sequence is no bell."""
    return bytes(terminal.written).replace(expected, b"").count(b"\x07")


@pytest.mark.parametrize(
    ("notify", "environ", "written"),
    [
        ("osc777", {}, "\x1b]777;notify;{};{}\x1b\\"),
        ("osc9", {"TMUX": "socket,1,0"}, "\x1bPtmux;\x1b\x1b]9;lampfield: {}: {}\x1b\x1b\\\x1b\\"),
        ("auto", {"TERM": "xterm-kitty"}, "\x1b]99;i=lampfield-message:d=1:p=body;{1}\x1b\\"),
        ("osc9", {"STY": "1.tty"}, "\x1bP\x1b]9;lampfield: {}: {}\x07\x1b\\"),
    ],
    ids=["plain", "tmux", "kitty", "screen"],
)
async def test_bell_and_notification_arrive_whole(notify: str, environ: dict[str, str], written: str) -> None:
    expected = written.format(*SAID).encode()
    around = {"PYTHONPATH": str(ROOT), **PLACE, **QUIET, **environ}
    async with Terminal(program(notify), 80, 24, around) as terminal:
        await terminal.shows("»1 unread", 20.0)
        await terminal.is_so(lambda: expected in terminal.written, repr(expected), 20.0)
        await terminal.is_so(lambda: strokes(terminal, expected) == 2, "two strokes of the bell")
        assert b"\x1b]52" not in terminal.written
        terminal.send("\x11")
        assert await terminal.exit_status() == 0
        assert strokes(terminal, expected) == 2
