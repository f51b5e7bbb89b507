"""Boards end from outside: by signals, without their terminal, and before one that takes nothing."""

import asyncio
import os
import pty
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.cli.commands import has_seen_the_tour
from tests.terminal import Terminal
from tests.waiting import until

DEMO = [sys.executable, "-m", "lampfield", "demo", "--contacts", "3", "--rate", "0"]


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    has_seen_the_tour(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return tmp_path / "lampfield" / "board.json"


def text_of(path: Path) -> str:
    return path.read_text()


@asynccontextmanager
async def unread_board() -> AsyncIterator[tuple[asyncio.subprocess.Process, int]]:
    """Run a board on a terminal of which nobody reads; give it and the terminal's other end."""
    master, slave = pty.openpty()
    process = await asyncio.create_subprocess_exec(
        *DEMO[:-1], "20", stdin=slave, stdout=slave, stderr=slave, start_new_session=True
    )
    os.close(slave)
    try:
        yield process, master
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGKILL])
async def test_a_draft_survives_the_end_of_the_board(number: signal.Signals, memory: Path) -> None:
    async with Terminal(DEMO, 120, 30) as terminal:
        await terminal.shows("FREE", 20.0)
        terminal.send("c")
        await terminal.shows("chat ·")
        terminal.send("see you at")
        await terminal.shows("see you at")
        await until(lambda: "see you at" in memory.read_text(), "it to be kept")
        terminal.send(" three")
        await terminal.shows("see you at three")
        os.kill(terminal.pid, number)
        await terminal.exit_status()
    kept = text_of(memory)
    assert ("see you at three" if number is not signal.SIGKILL else "see you at") in kept
    async with Terminal(DEMO, 120, 30) as terminal:
        await terminal.shows("FREE", 20.0)
        terminal.send("c")
        await terminal.shows("see you at")


async def test_a_board_ends_whose_terminal_takes_nothing(memory: Path) -> None:
    async with unread_board() as (process, master):
        await until(lambda: memory.parent.joinpath("log", "board.log").exists(), "it to begin", 20.0)
        process.terminate()
        async with asyncio.timeout(15):
            await process.wait()
        os.close(master)


async def test_a_board_ends_whose_terminal_is_gone_without_a_word(memory: Path) -> None:
    """It has no terminal that controls it, and so gets no SIGHUP."""
    master, slave = pty.openpty()
    process = await asyncio.create_subprocess_exec(
        *DEMO, stdin=slave, stdout=slave, stderr=slave, start_new_session=True
    )
    os.close(slave)
    read = bytearray()
    asyncio.get_running_loop().add_reader(master, lambda: read.extend(os.read(master, 65_536)))
    try:
        await until(lambda: b"FREE" in read, "the board", 20.0)
    finally:
        asyncio.get_running_loop().remove_reader(master)
        os.close(master)
    try:
        async with asyncio.timeout(15):
            await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
    assert "toured" in text_of(memory)


async def test_from_a_board_that_no_shell_started_nobody_goes_to_one(memory: Path) -> None:
    async with Terminal(DEMO, 80, 24) as terminal:
        await terminal.shows("FREE", 20.0)
        terminal.send("\x1a")
        await terminal.shows("There is no shell to return to.")
    assert "toured" in text_of(memory)
