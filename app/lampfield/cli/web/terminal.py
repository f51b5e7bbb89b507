"""A board in its process, and the page that shows it."""

import asyncio
import logging
import shlex
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any

import msgspec
from aiohttp import WSCloseCode, WSMsgType, web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from lampfield.cli.secrets import VARIABLE
from lampfield.cli.web.credentials import Credentials

log = logging.getLogger(__name__)

COMMAND = shlex.join(("exec", sys.executable, "-m", "lampfield.cli.web.board_process"))
"""The shell that is given it makes room for the board."""
LEAST_SIDE, MOST_SIDE = 2, 1000
"""Of a terminal, in cells."""

STOP_SECONDS = 5.0

MAX_WAITING_CHARS = 262_144
"""How much of what the page says may wait for a board that is busy."""


class Size(msgspec.Struct, frozen=True):
    """Of the page's terminal, in cells."""

    width: int
    height: int

    @property
    def sane(self) -> tuple[int, int]:
        """Width and height that a board can have."""
        return _between(self.width), _between(self.height)


class BoardService(AppService):
    """The process of a board."""

    def kill(self) -> None:
        """End the process at once, whatever it does."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()

    async def ended(self) -> None:
        """Wait until the process has ended, and what it wrote was read."""
        if self._process is not None:
            await self._process.wait()

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        """Return the environment of the process: it gets its login by its standard input alone."""
        environment: dict[str, str] = super()._build_environment(width, height)
        environment.pop(VARIABLE, None)
        return environment


class Terminal:
    """A board, and the page's socket.

    Args:
        socket: The page's.
        command: What the shell is given; it runs the board.
        stop_seconds: How long the board has to end; then it is killed.
    """

    def __init__(
        self, socket: web.WebSocketResponse, command: str = COMMAND, stop_seconds: float = STOP_SECONDS
    ) -> None:
        self._socket = socket
        self._stop_seconds = stop_seconds
        self._waiting: asyncio.Queue[tuple[Callable[[], Awaitable[object]], int]] = asyncio.Queue()
        self._waiting_chars = 0
        self._service = BoardService(
            command,
            write_bytes=socket.send_bytes,
            write_str=socket.send_str,
            close=self._close,
            download_manager=DownloadManager(),
        )

    async def run(self, entry: Credentials, size: Size) -> None:
        """Run the board until the page or the board is left.

        Args:
            entry: As whom it logs in.
            size: Of the page's terminal.
        """
        async with self._running(size):
            self._service.stdin.write(msgspec.json.encode(entry) + b"\n")
            passing = asyncio.create_task(self._pass_on(), name="pass keys on to a board")
            try:
                await self._listen()
            except ConnectionError:
                # The page is gone.
                return
            except (msgspec.DecodeError, ValueError, IndexError, RecursionError):
                await self._socket.close(code=WSCloseCode.POLICY_VIOLATION)
            finally:
                passing.cancel()

    async def _listen(self) -> None:
        """Hear what the page says, also while the board takes nothing: the page's end must be heard."""
        async for message in self._socket:
            if message.type is WSMsgType.TEXT:
                await self._take(message.data)
                if self._waiting_chars > MAX_WAITING_CHARS:
                    await self._socket.close(code=WSCloseCode.TRY_AGAIN_LATER)

    async def _pass_on(self) -> None:
        """Let the board have what waits, as fast as it takes that."""
        while True:
            act, chars = await self._waiting.get()
            await act()
            self._waiting_chars -= chars

    @asynccontextmanager
    async def _running(self, size: Size) -> AsyncIterator[None]:
        await self._service.start(*size.sane)
        try:
            yield
        finally:
            await self._end()

    async def _end(self) -> None:
        """Have the board end, and kill it where it does not: no page, no process."""
        try:
            async with asyncio.timeout(self._stop_seconds):
                await self._service.stop()
                await self._service.ended()
        except TimeoutError:
            log.warning("a board did not end within %g s and is killed", self._stop_seconds)
        finally:
            self._service.kill()
            await self._service.ended()

    async def _take(self, text: str) -> None:
        """Take what the page says; it is an array whose first part is a word.

        Raises:
            msgspec.DecodeError: It is something else; and so for the next two.
            ValueError: It is empty.
            IndexError: There is nothing after the word.
            RecursionError: It is nested too deeply.
        """
        word, *rest = msgspec.json.decode(text, type=list[Any])
        match word:
            case "stdin":
                keys = msgspec.convert(rest[0], str).encode(errors="replace")
                self._later(partial(self._service.send_bytes, keys), len(text))
            case "resize":
                size = msgspec.convert(rest[0], Size).sane
                self._later(partial(self._service.set_terminal_size, *size), len(text))
            case "ping":
                await self._socket.send_json(["pong", rest[0]])
            case "focus":
                self._later(self._service.focus, len(text))
            case "blur":
                self._later(self._service.blur, len(text))

    def _later(self, act: Callable[[], Awaitable[object]], chars: int) -> None:
        self._waiting.put_nowait((act, chars))
        self._waiting_chars += chars

    async def _close(self) -> None:
        with suppress(ConnectionError):
            await self._socket.close()


def _between(side: int) -> int:
    return min(max(side, LEAST_SIDE), MOST_SIDE)
