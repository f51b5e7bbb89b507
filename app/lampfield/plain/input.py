"""Input of plain mode: lines from a pipe or a keyboard, with line editing."""

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

READ_BYTES = 4_096


ERASE = ("\x7f", "\b")


ERASE_LINE, ERASE_WORD = "\x15", "\x17"


END_OF_INPUT = "\x04"


ENTER = ("\n", "\r")


ESCAPE = "\x1b"


BELL = "\a"


class InputReader(Protocol):
    """Reads typed lines."""

    is_person: bool
    """Whether a person types, who gets a prompt."""

    @property
    def is_busy(self) -> bool:
        """Whether a line may have been started."""

    @property
    def typed(self) -> str:
        """The text after the prompt, as far as it is known."""

    @property
    def pressed_at(self) -> float | None:
        """When the last key was pressed, on the clock of the event loop; None: single keys are not read."""

    async def line(self) -> str | None:
        """Wait for the next line, without its end; None at the end of input."""


class Pipe:
    """A stream of whole lines.

    Args:
        stream: The stream. A daemon thread reads it, because a file cannot be awaited otherwise.
        is_person: Whether a person types the lines, who gets a prompt.
    """

    def __init__(self, stream: TextIO, *, is_person: bool) -> None:
        self.is_person = is_person
        self._stream = stream
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        self._reading: threading.Thread | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a line may have been started: for a person always, because that cannot be known."""
        return self.is_person

    @property
    def typed(self) -> str:
        """Empty: an editor or the terminal itself holds the typed text."""
        return ""

    @property
    def pressed_at(self) -> float | None:
        """None: single keys are not read."""
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
        # A read error, such as for a folder or a closed terminal, counts as the end of input.
        with suppress(OSError):
            for line in self._stream:
                if not self._pass_on(loop, line.rstrip("\r\n")):
                    return
        self._pass_on(loop, None)

    def _pass_on(self, loop: asyncio.AbstractEventLoop, line: str | None) -> bool:
        """Pass a line to the event loop. Returns False if the loop is closed."""
        try:
            loop.call_soon_threadsafe(self._lines.put_nowait, line)
        except RuntimeError:
            # The session has ended.
            return False
        return True


class Keyboard:
    """A terminal that is read key by key. Keys that arrive while no line is awaited are queued, without echo.

    Args:
        descriptor: The file descriptor of the terminal.
        write: Writes a text to the terminal.
        clock: Returns the seconds of the event loop's clock.
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
        self._queued_keys: list[str] = []
        """Keys that have not been processed."""
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._line: asyncio.Future[str | None] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a line has been started."""
        return bool(self._typed.text)

    @property
    def typed(self) -> str:
        """The text of the current line."""
        return self._typed.text

    @property
    def pressed_at(self) -> float | None:
        """When the last key was pressed."""
        return self._pressed_at

    async def line(self) -> str | None:
        """Wait for the next line; None at the end of input."""
        self._line = asyncio.get_running_loop().create_future()
        self._process_keys()
        try:
            return await self._line
        finally:
            self._line = None

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Read the terminal key by key; restore its mode at the end."""
        loop = asyncio.get_running_loop()
        before = termios.tcgetattr(self._descriptor)
        self._set_key_mode()
        loop.add_reader(self._descriptor, self._read)
        loop.add_signal_handler(signal.SIGINT, self._interrupt)
        loop.add_signal_handler(signal.SIGCONT, self._set_key_mode)
        try:
            yield
        finally:
            loop.remove_reader(self._descriptor)
            loop.remove_signal_handler(signal.SIGINT)
            loop.remove_signal_handler(signal.SIGCONT)
            termios.tcsetattr(self._descriptor, termios.TCSADRAIN, before)

    def _set_key_mode(self) -> None:
        """Turn off the terminal's own line editing and echo, also after the shell has used it."""
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
            # The terminal is closed, so nobody can complete the line.
            asyncio.get_running_loop().remove_reader(self._descriptor)
            self._typed.take()
        self._pressed_at = self._clock()
        self._queued_keys += self._decoder.decode(data) if data else END_OF_INPUT
        self._process_keys()

    def _process_keys(self) -> None:
        """Process queued keys until a line is complete."""
        while self._queued_keys and self._line is not None and not self._line.done():
            char = self._queued_keys.pop(0)
            if char in ENTER:
                self._write("\n")
                self._line.set_result(self._typed.take())
            elif char == END_OF_INPUT:
                self._end_of_input()
            else:
                self._write(self._typed.key(char))

    def _end_of_input(self) -> None:
        """End the input, unless a line has been started, so that a slip does not discard it."""
        if not self._typed.text and self._line is not None:
            self._write("\n")
            self._line.set_result(None)

    def _interrupt(self) -> None:
        """Discard the current line. While a command runs, end the input after it."""
        self._queued_keys.clear()
        self._typed.take()
        if self._line is not None and not self._line.done():
            self._write("\n")
            self._line.set_result("")
        else:
            self._queued_keys.append(END_OF_INPUT)


class TypedLine:
    """The text typed since the last Enter."""

    def __init__(self) -> None:
        self.text = ""
        self._escape = ""
        """The start of an escape sequence, such as of an arrow key, which has no function here."""

    def key(self, char: str) -> str:
        """Process a key that ends neither the line nor the input. Returns its echo."""
        if self._is_in_escape(char):
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
        """Return the line, and start the next one."""
        text, self.text, self._escape = self.text, "", ""
        return text

    def _erase(self, count: int) -> str:
        if not count:
            return BELL
        kept = len(self.text) - count
        erased, self.text = self.text[kept:], self.text[:kept]
        return "\b \b" * sum(map(_cells, erased))

    def _is_in_escape(self, char: str) -> bool:
        """Return whether a key is part of an escape sequence (ECMA-48): ``ESC [ … letter``, ``ESC O x``."""
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
    """Return the width of a character in terminal cells (Unicode TR 11)."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1
