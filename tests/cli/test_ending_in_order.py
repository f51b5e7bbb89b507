"""How a board is ended from outside, step by step, within the process of the tests."""

import asyncio
import os
import pty
import signal
import sys
import termios
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest

from lampfield.cli import ending
from lampfield.cli.ending import SIGNALS, Ending
from tests.waiting import until


class NotedBoard:
    """Notes what is asked of it."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.board = SimpleNamespace(keep_drafts=lambda: self.asked.append("keep drafts"))

    def exit(self) -> None:
        """Note the wish to leave, and by which thread it came."""
        assert threading.current_thread() is threading.main_thread()
        self.asked.append("exit")


@pytest.fixture(autouse=True)
def signals_as_before() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, int]]:
    """A terminal as standard input: the end that is typed into, and the program's own."""
    master, slave = pty.openpty()
    with os.fdopen(slave, "r") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        yield master, slave
    os.close(master)


def ending_of(board: NotedBoard) -> Ending:
    return Ending(cast("Any", board))


@pytest.mark.parametrize("number", SIGNALS)
async def test_a_signal_lets_the_board_leave_once(
    number: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    board = NotedBoard()
    end = ending_of(board)
    end.watch()
    for _ in range(2):
        signal.raise_signal(number)
    await until(lambda: board.asked, "the wish to leave")
    end.done()
    assert board.asked == ["exit"]
    assert [signal.getsignal(it) for it in SIGNALS] == [signal.SIG_DFL] * len(SIGNALS)


async def test_a_board_that_left_is_not_ended_by_force(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    end = ending_of(NotedBoard())
    end.begin()
    assert end._last is not None
    assert (end._last.daemon, end._last.interval) == (True, ending.PATIENCE_SECONDS)
    end.done()
    end._last.join(1.0)
    assert not end._last.is_alive()


def test_a_board_that_is_held_up_is_ended_with_its_drafts_kept_and_the_terminal_as_before(
    terminal: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[int] = []
    monkeypatch.setattr(os, "_exit", ended.append)
    monkeypatch.setattr(asyncio, "get_running_loop", lambda: None)
    board = NotedBoard()
    end = ending_of(board)
    before = termios.tcgetattr(terminal[1])
    raw = [*before]
    raw[3] &= ~(termios.ECHO | termios.ICANON)
    termios.tcsetattr(terminal[1], termios.TCSANOW, raw)
    end._give_up()
    assert termios.tcgetattr(terminal[1])[3] == before[3]
    assert (board.asked, ended) == (["keep drafts"], [0])


async def test_a_terminal_that_is_gone_ends_the_board(monkeypatch: pytest.MonkeyPatch) -> None:
    master, slave = pty.openpty()
    with os.fdopen(slave, "r") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        board = NotedBoard()
        end = ending_of(board)
        end.watch()
        assert board.asked == []
        os.close(master)
        await until(lambda: board.asked == ["exit"], "the end")
        end.done()
