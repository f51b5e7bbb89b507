"""What was on the screen when: the bytes that a program wrote, put through a terminal emulator afterwards.

Nothing is parsed while it is measured: a terminal emulator in Python is slower than a board.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import pyte

from tests.terminal import Terminal


class Sought(NamedTuple):
    """A look of the screen that is waited for."""

    after: int
    """Nanoseconds of the machine's monotonic clock: earlier it does not count."""
    holds: Callable[[pyte.Screen], bool]
    """Says whether the screen has it."""


class Replay:
    """Goes through what a program wrote, once.

    Args:
        terminal: Where it wrote.
        columns: Width in cells.
        rows: Height in cells.
    """

    def __init__(self, terminal: Terminal, columns: int, rows: int) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._terminal = terminal
        self._read = 0
        self._byte = 0
        self._torn = False
        """The next read may begin amidst a sequence, and counts from the next one on."""

    def skip(self) -> None:
        """Pass over what was written up to now: the screen keeps what it had before."""
        self._read = len(self._terminal.reads)
        self._byte = len(self._terminal.written)
        self._stream, self._torn = pyte.ByteStream(self.screen), True

    def find(self, all_: Sequence[Sought]) -> list[int | None]:
        """Return when each look was first there, or None; goes on to the end of what is written by now."""
        found: list[int | None] = [None] * len(all_)
        end = len(self._terminal.reads)
        while self._read < end:
            at = self._step()
            for place, sought in enumerate(all_):
                if found[place] is None and sought.after <= at and sought.holds(self.screen):
                    found[place] = at
        return found

    def _step(self) -> int:
        """Put one read on the screen, and return when it was."""
        read = self._terminal.reads[self._read]
        data = bytes(self._terminal.written[self._byte : read.end])
        self._read, self._byte = self._read + 1, read.end
        whole = data.find(b"\x1b[") if self._torn else 0
        if whole >= 0:
            self._torn = False
            self._stream.feed(data[whole:])
        return read.at


def text_at(screen: pyte.Screen, row: int, column: int, length: int) -> str:
    """Return what stands in some cells of a row."""
    cells = screen.buffer[row]
    return "".join(cells[at].data for at in range(column, column + length))


def position(screen: pyte.Screen, text: str, columns: int) -> tuple[int, int] | None:
    """Return row and column of a text in the first columns of the screen, if it is there."""
    for row, line in enumerate(screen.display):
        if (column := line[:columns].find(text)) >= 0:
            return row, column
    return None
