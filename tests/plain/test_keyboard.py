"""Plain mode in a real terminal: what is typed stays whole, and the terminal is as it was afterwards."""

import os
import signal
import sys
import termios
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from lampfield.hub.server import HubServer
from lampfield.model.call import CallParty, CallState
from lampfield.model.change import CallChange, DeviceChange, MessageChange
from lampfield.model.identity import ContactKey
from tests.board.booth import DEVICE, person
from tests.hub.caller import ACCOUNT
from tests.hub.scripted import Scripted
from tests.terminal import Terminal

LEFT = "left with"


@asynccontextmanager
async def terminal(
    home: Path, *options: str, term: str = "xterm"
) -> AsyncIterator[tuple[Terminal, Scripted]]:
    """Run plain mode in a terminal, from a shell that says its status, up to the first prompt."""
    source = Scripted(DeviceChange(DEVICE), person("Alice", "201"), person("Bob", "202"))
    async with HubServer([ACCOUNT], [source], linger=0.0) as hub:
        words = ("-m", "lampfield", "--plain", "--url", hub.url, "--account", ACCOUNT.name)
        command = ["sh", "-c", f'trap : INT; "$@"; echo {LEFT} $?; read back', "sh", sys.executable, *words]
        env = {"LAMPFIELD_SECRET": ACCOUNT.secret, "HOME": str(home), "TERM": term}
        async with Terminal(command, env=env) as summary:
            await summary.shows("help lists the commands.")
            await summary.is_so(lambda: last(summary) == ">", "a prompt")
            yield summary, source


def last(summary: Terminal) -> str:
    """Return the last line that is not empty."""
    return next((line.rstrip() for line in reversed(summary.lines) if line.strip()), "")


def ringing(state: CallState = CallState.RING) -> CallChange:
    return CallChange(
        channel="c", device=DEVICE.name, name="Brown", state=state, party=CallParty.CALLEE, stamp=1
    )


async def test_a_half_typed_line_is_written_again_after_what_is_urgent(tmp_path: Path) -> None:
    async with terminal(tmp_path) as (summary, source):
        summary.send("say ali")
        await summary.is_so(lambda: last(summary) == "> say ali", "what was typed")
        source.tell(ringing())
        await summary.shows("rings, Brown")
        await summary.is_so(lambda: last(summary) == "> say ali", "what was typed, again")
        source.tell(MessageChange(key=ContactKey("bob@acme.test"), id="m", text="hello", time=1))
        summary.send("cx\x7fe")
        await summary.is_so(lambda: last(summary) == "> say alice", "what was typed, whole")
        assert "hello" not in summary.text
        summary.send("\r")
        await summary.shows("free, Alice, 201, online")
        await summary.shows("message, Bob: hello")
        assert b"\x1b" not in summary.written


async def test_while_nothing_is_typed_it_is_told_at_once(tmp_path: Path) -> None:
    async with terminal(tmp_path) as (summary, source):
        source.tell(ringing())
        await summary.shows("rings, Brown")
        await summary.is_so(lambda: last(summary) == ">", "a prompt")
        summary.send("answer\r")
        await summary.shows("done: You are talking to Brown.")


@pytest.mark.parametrize("leaving", ["\x04", "quit\r"])
async def test_the_terminal_is_as_it_was_afterwards(tmp_path: Path, leaving: str) -> None:
    async with terminal(tmp_path) as (summary, _):
        assert not standing_mode(summary)[3] & termios.ICANON
        summary.send(leaving)
        await summary.shows(f"{LEFT} 0")
        assert standing_mode(summary)[3] & termios.ICANON
        assert standing_mode(summary)[3] & termios.ECHO


async def test_ctrl_c_drops_what_was_typed_and_nothing_else(tmp_path: Path) -> None:
    async with terminal(tmp_path) as (summary, _):
        summary.send("dial alice")
        await summary.is_so(lambda: last(summary) == "> dial alice", "what was typed")
        # This terminal controls no session, so that the key itself makes no signal.
        os.killpg(summary.pid, signal.SIGINT)
        await summary.is_so(lambda: last(summary) == ">", "a prompt")
        summary.send("say bob\r")
        await summary.shows("free, Bob, 202, online")


async def test_many_lines_that_come_at_once_are_done_one_after_another(tmp_path: Path) -> None:
    async with terminal(tmp_path) as (summary, _):
        summary.send("find alice\rdial 1\rsay bob\r")
        await summary.shows("free, Bob, 202, online")
        lines = [line.rstrip() for line in summary.lines]
        assert lines[lines.index("> find alice") :][:6] == [
            "> find alice",
            "1 free, Alice, 201, online",
            "> dial 1",
            "done: Your phone rings, then Alice's.",
            "> say bob",
            "free, Bob, 202, online",
        ]


async def test_a_dumb_terminal_keeps_its_own_line_editing(tmp_path: Path) -> None:
    """There nobody knows whether a line was begun: what rings is told all the same."""
    async with terminal(tmp_path, term="dumb") as (summary, source):
        assert standing_mode(summary)[3] & termios.ICANON
        summary.send("say bob")
        source.tell(ringing())
        await summary.shows("rings, Brown")
        summary.send("\r")
        await summary.shows("free, Bob, 202, online")


def standing_mode(summary: Terminal) -> list[int]:
    """Return the flags of the terminal."""
    return termios.tcgetattr(summary._master)[:4]
