"""Ends a board on a signal, or when its terminal is gone."""

import asyncio
import os
import select
import signal
import sys
import termios
import threading
from contextlib import suppress
from types import FrameType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lampfield.board.app import BoardApp

PATIENCE_SECONDS = 3.0
"""How long the board may take to exit. A terminal that reads nothing would block it indefinitely."""

SIGNALS = (signal.SIGTERM, signal.SIGHUP)


class Ending:
    """Asks a board to exit, and ends the process if it does not.

    The signal handlers are Python's and not the event loop's: the loop may be blocked by the terminal.

    Args:
        board: The application.
    """

    def __init__(self, board: "BoardApp") -> None:
        self._board = board
        self._loop = asyncio.get_running_loop()
        self._terminal = sys.stdin.fileno() if sys.stdin is not None and sys.stdin.isatty() else None
        self._modes = termios.tcgetattr(self._terminal) if self._terminal is not None else None
        self._last: threading.Timer | None = None

    def watch(self) -> None:
        """Start to watch for signals and for the end of the terminal."""
        for number in SIGNALS:
            signal.signal(number, self._signalled)
        if self._terminal is not None:
            threading.Thread(target=self._watch_terminal, name="end of the terminal", daemon=True).start()

    def done(self) -> None:
        """Stop: the board has exited."""
        for number in SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        if self._last is not None:
            self._last.cancel()

    def begin(self) -> None:
        """Ask the board to exit. Thread-safe and idempotent."""
        if self._last is not None:
            return
        self._last = threading.Timer(PATIENCE_SECONDS, self._give_up)
        self._last.daemon = True
        self._last.start()
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._board.exit)

    def _signalled(self, _number: int, _frame: FrameType | None) -> None:
        self.begin()

    def _watch_terminal(self) -> None:
        """Wait until the other end of the terminal is closed (poll(2), POLLHUP)."""
        poll: Any = select.poll()
        poll.register(self._terminal, 0)
        while not poll.poll():
            continue
        self.begin()

    def _give_up(self) -> None:
        """Save the drafts, restore the terminal and end the process: the board is blocked."""
        with suppress(Exception):
            self._board.board.keep_drafts()
        if self._terminal is not None and self._modes is not None:
            with suppress(termios.error):
                termios.tcsetattr(self._terminal, termios.TCSANOW, self._modes)
        os._exit(0)
