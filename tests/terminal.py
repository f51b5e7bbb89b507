"""A real program in a real terminal: a pseudo-terminal read by a terminal emulator."""

import asyncio
import fcntl
import os
import pty
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from types import TracebackType
from typing import NamedTuple, Self

import pyte

from tests.waiting import until

READ_BYTES = 65_536
SLOW_READS_A_SECOND = 200
"""A slow line is read in so many small pieces a second."""


class Read(NamedTuple):
    """When something that the program wrote arrived."""

    at: int
    """Nanoseconds of the machine's monotonic clock."""
    end: int
    """How many bytes had been written by then, these included."""


class Terminal:
    """Runs a program in a terminal of its own, types into it and reads its screen.

    Args:
        argv: The program and its arguments.
        columns: Width in cells.
        rows: Height in cells.
        env: Environment variables on top of this process's own.
        screen: What the program writes on; None for a plain one.
        answers: What the terminal says when it is asked something: the question's bytes, and the answer's.
        bytes_per_second: How fast the line to the terminal is; None: as fast as can be.
    """

    def __init__(
        self,
        argv: Sequence[str],
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str] | None = None,
        screen: pyte.Screen | None = None,
        answers: Mapping[bytes, bytes] | None = None,
        bytes_per_second: int | None = None,
    ) -> None:
        self._argv = list(argv)
        self._size = struct.pack("HHHH", rows, columns, 0, 0)
        self._env = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(env or {})}
        self._screen = screen or pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._answers = answers or {}
        self._bytes_per_second = bytes_per_second
        self._resting: asyncio.TimerHandle | None = None
        self.written = bytearray()
        """All that the program wrote."""
        self.reads: list[Read] = []
        """When it arrived, piece by piece."""
        self.shows_nothing = False
        """What is written is counted alone: the emulator is slower than a board."""

    async def __aenter__(self) -> Self:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, self._size)
        self._process = await asyncio.create_subprocess_exec(
            *self._argv, stdin=slave, stdout=slave, stderr=slave, env=self._env, start_new_session=True
        )
        os.close(slave)
        asyncio.get_running_loop().add_reader(self._master, self._read)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()
        if self._resting is not None:
            self._resting.cancel()
        asyncio.get_running_loop().remove_reader(self._master)
        os.close(self._master)

    @property
    def pid(self) -> int:
        """The program's process id."""
        return self._process.pid

    @property
    def lines(self) -> list[str]:
        """The screen, a string a row."""
        return list(self._screen.display)

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    @property
    def title(self) -> str:
        """The window title that the program set."""
        return str(self._screen.title)

    def send(self, keys: str) -> None:
        """Type; control characters are keys too."""
        os.write(self._master, keys.encode())

    async def shows(self, text: str, seconds: float = 10.0) -> None:
        """Wait until a text stands on the screen."""
        await self.is_so(lambda: text in self.text, f"{text!r} on the screen", seconds)

    async def hides(self, text: str, seconds: float = 10.0) -> None:
        """Wait until a text no longer stands on the screen."""
        await self.is_so(lambda: text not in self.text, f"no {text!r} on the screen", seconds)

    async def exit_status(self, seconds: float = 10.0) -> int:
        """Wait until the program ends."""
        async with asyncio.timeout(seconds):
            return await self._process.wait()

    async def is_so(self, condition: Callable[[], object], what: str, seconds: float = 10.0) -> None:
        """Wait until a condition holds; a failure shows the screen as it was then."""
        try:
            await until(condition, what, seconds)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.text}") from None

    def _read(self) -> None:
        rate = self._bytes_per_second
        try:
            data = os.read(self._master, READ_BYTES if rate is None else rate // SLOW_READS_A_SECOND)
        except OSError:
            # Linux reports the end of the last program on a pseudo-terminal as an error.
            asyncio.get_running_loop().remove_reader(self._master)
            return
        self.written += data
        self.reads.append(Read(time.perf_counter_ns(), len(self.written)))
        self._answer(len(data))
        if rate is not None:
            self._rest(len(data) / rate)
        if not self.shows_nothing:
            self._stream.feed(data)

    def _answer(self, length: int) -> None:
        """Answer what was asked in the last bytes; a question may have begun before them."""
        for question, answer in self._answers.items():
            start = max(0, len(self.written) - length - len(question) + 1)
            for _ in range(self.written.count(question, start)):
                os.write(self._master, answer)

    def _rest(self, seconds: float) -> None:
        """Read nothing for a while: the line is busy with what was read."""
        loop = asyncio.get_running_loop()
        loop.remove_reader(self._master)
        self._resting = loop.call_later(seconds, loop.add_reader, self._master, self._read)
