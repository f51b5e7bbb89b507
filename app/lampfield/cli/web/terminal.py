"""Connects a board in its process to the page that shows it."""

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
"""The command that runs a board; ``exec`` replaces the shell by it."""
LEAST_SIDE, MOST_SIDE = 2, 1000
"""The limits of a terminal's width and height, in cells."""

STOP_SECONDS = 5.0

MAX_WAITING_CHARS = 262_144
"""How much input of a page may wait for a busy board."""


class Size(msgspec.Struct, frozen=True):
    """The size of the page's terminal, in cells."""

    width: int
    height: int

    @property
    def sane(self) -> tuple[int, int]:
        """Width and height within the limits."""
        return _between(self.width), _between(self.height)


class BoardService(AppService):
    """The process of a board."""

    def kill(self) -> None:
        """Kill the process."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()

    async def ended(self) -> None:
        """Wait until the process has ended and its output has been read."""
        if self._process is not None:
            await self._process.wait()

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        """Return the environment of the process, without a secret: its login comes through standard input."""
        environment: dict[str, str] = super()._build_environment(width, height)
        environment.pop(VARIABLE, None)
        return environment


class Terminal:
    """A board's process, connected to the socket of a page.

    Args:
        socket: The socket of the page.
        command: The shell command that runs the board.
        stop_seconds: How long the board may take to exit before it is killed.
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

    async def run(self, credentials: Credentials, size: Size) -> None:
        """Run the board until it ends or the page is closed.

        Args:
            credentials: The credentials of the board.
            size: The size of the page's terminal.
        """
        async with self._running(size):
            self._service.stdin.write(msgspec.json.encode(credentials) + b"\n")
            passing = asyncio.create_task(self._forward(), name="pass keys on to a board")
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
        """Receive messages of the page, also while the board is busy, so that its end is noticed."""
        async for message in self._socket:
            if message.type is WSMsgType.TEXT:
                await self._handle(message.data)
                if self._waiting_chars > MAX_WAITING_CHARS:
                    await self._socket.close(code=WSCloseCode.TRY_AGAIN_LATER)

    async def _forward(self) -> None:
        """Forward the queued input to the board, as fast as it reads."""
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
        """Stop the board, and kill it if it does not exit in time."""
        try:
            async with asyncio.timeout(self._stop_seconds):
                await self._service.stop()
                await self._service.ended()
        except TimeoutError:
            log.warning("a board did not exit within %g s and is killed", self._stop_seconds)
        finally:
            self._service.kill()
            await self._service.ended()

    async def _handle(self, text: str) -> None:
        """Handle a message of the page: an array whose first element names the kind.

        Raises:
            msgspec.DecodeError: It is not such an array.
            ValueError: It is empty.
            IndexError: Its argument is missing.
            RecursionError: It is nested too deeply.
        """
        word, *rest = msgspec.json.decode(text, type=list[Any])
        match word:
            case "stdin":
                keys = msgspec.convert(rest[0], str).encode(errors="replace")
                self._enqueue(partial(self._service.send_bytes, keys), len(text))
            case "resize":
                size = msgspec.convert(rest[0], Size).sane
                self._enqueue(partial(self._service.set_terminal_size, *size), len(text))
            case "ping":
                await self._socket.send_json(["pong", rest[0]])
            case "focus":
                self._enqueue(self._service.focus, len(text))
            case "blur":
                self._enqueue(self._service.blur, len(text))

    def _enqueue(self, act: Callable[[], Awaitable[object]], chars: int) -> None:
        self._waiting.put_nowait((act, chars))
        self._waiting_chars += chars

    async def _close(self) -> None:
        with suppress(ConnectionError):
            await self._socket.close()


def _between(side: int) -> int:
    return min(max(side, LEAST_SIDE), MOST_SIDE)
