"""Lines from a pipe and from a keyboard, in the tests' own process."""

import asyncio
import io
import os
import pty
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

from lampfield.plain.input import Keyboard, Pipe
from tests.waiting import until


async def test_a_pipe_gives_its_lines_and_then_its_end() -> None:
    for is_person in (False, True):
        pipe = Pipe(io.StringIO("one\r\n\ntwo"), is_person=is_person)
        assert [await pipe.line() for _ in range(4)] == ["one", "", "two", None]
        assert (pipe.is_person, pipe.is_busy, pipe.typed, pipe.pressed_at) == (is_person, is_person, "", None)
        assert pipe._reading is not None
        assert pipe._reading.daemon


async def test_what_cannot_be_read_has_ended() -> None:
    with Path(os.devnull).open("w", encoding="utf-8") as unreadable:  # noqa: ASYNC230
        assert await Pipe(unreadable, is_person=True).line() is None


@pytest.fixture
def ends() -> Iterator[tuple[int, int]]:
    """A terminal: the end that is typed into, and the program's own."""
    master, slave = pty.openpty()
    yield master, slave
    os.close(master)
    os.close(slave)


async def test_keys_make_lines_and_what_comes_early_waits(ends: tuple[int, int]) -> None:
    master, slave = ends
    shown: list[str] = []
    keyboard = Keyboard(slave, shown.append, lambda: 7.0)
    before = termios.tcgetattr(slave)
    with keyboard.opened():
        assert not termios.tcgetattr(slave)[3] & termios.ECHO
        assert keyboard.pressed_at is None
        os.write(master, "dial zoë\rchat bo\r".encode())
        await until(lambda: keyboard.pressed_at == 7.0, "the keys")
        assert (keyboard.typed, keyboard.is_busy) == ("", False)
        assert await asyncio.wait_for(keyboard.line(), 5.0) == "dial zoë"
        assert await asyncio.wait_for(keyboard.line(), 5.0) == "chat bo"
        waiting = asyncio.create_task(keyboard.line())
        os.write(master, b"hal")
        await until(lambda: keyboard.typed == "hal", "half a line")
        assert keyboard.is_busy
        os.write(master, b"\x7fm\r")
        assert await asyncio.wait_for(waiting, 5.0) == "ham"
    assert termios.tcgetattr(slave)[3] == before[3]
    assert "dial zoë" in "".join(shown)
