"""A real program in a real terminal: a pseudo-terminal read by a terminal emulator."""

import asyncio
import fcntl
import os
import pty
import signal
import struct
import termios
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Self

import pyte

from tests.waiting import until


class Terminal:
    """Runs a program in a terminal of its own, types into it and reads its screen.

    Args:
        argv: The program and its arguments.
        columns: Width in cells.
        rows: Height in cells.
        env: Environment variables on top of this process's own.
        screen: What the program writes on; None for a plain one.
    """

    def __init__(
        self,
        argv: Sequence[str],
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str] | None = None,
        screen: pyte.Screen | None = None,
    ) -> None:
        self._argv = list(argv)
        self._size = struct.pack("HHHH", rows, columns, 0, 0)
        self._env = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(env or {})}
        self._screen = screen or pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.written = bytearray()
        """All that the program wrote."""
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
            os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()
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
        try:
            data = os.read(self._master, 65536)
        except OSError:
            # Linux reports the end of the last program on a pseudo-terminal as an error.
            asyncio.get_running_loop().remove_reader(self._master)
            return
        self.written += data
        if not self.shows_nothing:
            self._stream.feed(data)
