"""Lines from a terminal, key by key, so that it is known whether somebody is typing."""

import asyncio
import codecs
import os
import signal
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from lampfield.plain.typed import END_OF_INPUT, ENTER, TypedLine

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
