"""Input of plain mode: lines from a pipe or a keyboard, with editing and history."""

import asyncio
import codecs
import os
import signal
import termios
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Protocol, TextIO


class InputReader(Protocol):
    """Gives what is typed, a line at a time."""

    is_person: bool
    """Somebody sits there, and gets a prompt."""

    @property
    def is_busy(self) -> bool:
        """Whether a line may have been begun."""

    @property
    def typed(self) -> str:
        """What stands typed after the prompt, as far as that is known."""

    @property
    def pressed_at(self) -> float | None:
        """When a key was pressed last, by the clock of the event loop; None where keys are not seen."""

    async def line(self) -> str | None:
        """Wait for the next line, without its end; None at the end of input."""


class Pipe:
    """A stream that gives whole lines.

    Args:
        stream: Is read in a thread of its own, which ends with the process: a file can only be waited for so.
        is_person: Somebody types the lines, and gets a prompt.
    """

    def __init__(self, stream: TextIO, *, is_person: bool) -> None:
        self.is_person = is_person
        self._stream = stream
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        self._reading: threading.Thread | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a line may have been begun: of a person that cannot be known."""
        return self.is_person

    @property
    def typed(self) -> str:
        """Nothing: an editor, or the terminal itself, holds what is typed."""
        return ""

    @property
    def pressed_at(self) -> float | None:
        """None: no key is seen."""
        return None

    async def line(self) -> str | None:
        """Wait for the next line; None at the end of input."""
        if self._reading is None:
            self._reading = threading.Thread(
                target=self._read, args=(asyncio.get_running_loop(),), name="standard input", daemon=True
            )
            self._reading.start()
        return await self._lines.get()

    def _read(self, loop: asyncio.AbstractEventLoop) -> None:
        # What cannot be read, as a folder or a terminal that is gone, has ended.
        with suppress(OSError):
            for line in self._stream:
                if not self._pass_on(loop, line.rstrip("\r\n")):
                    return
        self._pass_on(loop, None)

    def _pass_on(self, loop: asyncio.AbstractEventLoop, line: str | None) -> bool:
        """Hand a line over. Returns False where nobody wants it any more."""
        try:
            loop.call_soon_threadsafe(self._lines.put_nowait, line)
        except RuntimeError:
            # The loop is closed: the session is over.
            return False
        return True


READ_BYTES = 4_096


class Keyboard:
    """A terminal that is asked for each key. What comes while no line is wanted waits, unwritten.

    Args:
        descriptor: The terminal.
        write: Writes on it.
        clock: Seconds, by the clock of the event loop.
    """

    is_person = True

    def __init__(
        self, descriptor: int, write: Callable[[str], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._descriptor = descriptor
        self._write = write
        self._clock = clock
        self._pressed_at: float | None = None
        self._typed = TypedLine()
        self._ahead: list[str] = []
        """Keys that were not looked at yet."""
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._wanted: asyncio.Future[str | None] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a line was begun."""
        return bool(self._typed.text)

    @property
    def typed(self) -> str:
        """What was typed of the line that was begun."""
        return self._typed.text

    @property
    def pressed_at(self) -> float | None:
        """When a key was pressed last."""
        return self._pressed_at

    async def line(self) -> str | None:
        """Wait for the next line; None at the end of input."""
        self._wanted = asyncio.get_running_loop().create_future()
        self._work()
        try:
            return await self._wanted
        finally:
            self._wanted = None

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Have the terminal give each key at once; it is as it was afterwards."""
        loop = asyncio.get_running_loop()
        before = termios.tcgetattr(self._descriptor)
        self._take_keys()
        loop.add_reader(self._descriptor, self._read)
        loop.add_signal_handler(signal.SIGINT, self._interrupt)
        loop.add_signal_handler(signal.SIGCONT, self._take_keys)
        try:
            yield
        finally:
            loop.remove_reader(self._descriptor)
            loop.remove_signal_handler(signal.SIGINT)
            loop.remove_signal_handler(signal.SIGCONT)
            termios.tcsetattr(self._descriptor, termios.TCSADRAIN, before)

    def _take_keys(self) -> None:
        """Turn the terminal's own line editing and echo off; also after the shell had it meanwhile."""
        mode = termios.tcgetattr(self._descriptor)
        mode[3] &= ~(termios.ICANON | termios.ECHO)
        mode[6][termios.VMIN], mode[6][termios.VTIME] = 1, 0
        termios.tcsetattr(self._descriptor, termios.TCSADRAIN, mode)

    def _read(self) -> None:
        try:
            data = os.read(self._descriptor, READ_BYTES)
        except OSError:
            data = b""
        if not data:
            # The terminal is gone, and with it who would end the line.
            asyncio.get_running_loop().remove_reader(self._descriptor)
            self._typed.take()
        self._pressed_at = self._clock()
        self._ahead += self._decoder.decode(data) if data else END_OF_INPUT
        self._work()

    def _work(self) -> None:
        """Look at the keys until a line is there."""
        while self._ahead and self._wanted is not None and not self._wanted.done():
            char = self._ahead.pop(0)
            if char in ENTER:
                self._write("\n")
                self._wanted.set_result(self._typed.take())
            elif char == END_OF_INPUT:
                self._end_of_input()
            else:
                self._write(self._typed.key(char))

    def _end_of_input(self) -> None:
        """End, unless a line was begun: it is not thrown away by a slip."""
        if not self._typed.text and self._wanted is not None:
            self._write("\n")
            self._wanted.set_result(None)

    def _interrupt(self) -> None:
        """Drop the line that was begun. While a command is carried out, end after it."""
        self._ahead.clear()
        self._typed.take()
        if self._wanted is not None and not self._wanted.done():
            self._write("\n")
            self._wanted.set_result("")
        else:
            self._ahead.append(END_OF_INPUT)


ERASE = ("\x7f", "\b")
ERASE_LINE, ERASE_WORD = "\x15", "\x17"
END_OF_INPUT = "\x04"
ENTER = ("\n", "\r")
ESCAPE = "\x1b"
BELL = "\a"


class TypedLine:
    """What was typed since the last Enter."""

    def __init__(self) -> None:
        self.text = ""
        self._escape = ""
        """What came of an escape sequence: keys such as arrows, which mean nothing here."""

    def key(self, char: str) -> str:
        """Take a key that neither ends the line nor the input. Returns what is written for it."""
        if self._swallows(char):
            return ""
        if char in ERASE:
            return self._erase(1)
        if char == ERASE_LINE:
            return self._erase(len(self.text))
        if char == ERASE_WORD:
            return self._erase(len(self.text) - len(self.text.rstrip().rpartition(" ")[0].rstrip()))
        if not char.isprintable():
            return ""
        self.text += char
        return char

    def take(self) -> str:
        """Return the line, and begin the next."""
        text, self.text, self._escape = self.text, "", ""
        return text

    def _erase(self, count: int) -> str:
        if not count:
            return BELL
        kept = len(self.text) - count
        erased, self.text = self.text[kept:], self.text[:kept]
        return "\b \b" * sum(map(_cells, erased))

    def _swallows(self, char: str) -> bool:
        """Say whether a key is part of a sequence (ECMA-48, 5.4): ``ESC [ ... letter``, ``ESC O letter``."""
        if char == ESCAPE:
            self._escape = ESCAPE
            return True
        if self._escape == ESCAPE:
            self._escape = self._escape + char if char in "[O" else ""
            return bool(self._escape)
        if self._escape:
            is_end = self._escape[1] == "O" or "@" <= char <= "~"
            self._escape = "" if is_end else self._escape
            return True
        return False


def _cells(char: str) -> int:
    """Return how many cells a letter takes on the terminal (Unicode TR 11)."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1
