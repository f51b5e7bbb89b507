"""A board in its process, and the page that shows it."""

import asyncio
import logging
import shlex
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import msgspec
from aiohttp import WSCloseCode, WSMsgType, web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from lampfield.cli.browsing.entry import Entry

log = logging.getLogger(__name__)

COMMAND = shlex.join(("exec", sys.executable, "-m", "lampfield.cli.browsing.seat"))
"""The shell that is given it makes room for the board."""
LEAST_SIDE, MOST_SIDE = 2, 1000
"""Of a terminal, in cells."""

STOP_SECONDS = 5.0


class Size(msgspec.Struct, frozen=True):
    """Of the page's terminal, in cells."""

    width: int
    height: int

    @property
    def sane(self) -> tuple[int, int]:
        """Width and height that a board can have."""
        return _between(self.width), _between(self.height)


class Terminal:
    """A board, and the page's socket.

    Args:
        socket: The page's.
    """

    def __init__(self, socket: web.WebSocketResponse) -> None:
        self._socket = socket
        self._service = AppService(
            COMMAND,
            write_bytes=socket.send_bytes,
            write_str=socket.send_str,
            close=self._close,
            download_manager=DownloadManager(),
        )

    async def run(self, entry: Entry, size: Size) -> None:
        """Run the board until the page or the board is left.

        Args:
            entry: As whom it logs in.
            size: Of the page's terminal.
        """
        async with self._running(size):
            self._service.stdin.write(msgspec.json.encode(entry) + b"\n")
            try:
                async for message in self._socket:
                    if message.type is WSMsgType.TEXT:
                        await self._take(message.data)
            except (msgspec.DecodeError, ValueError, IndexError):
                await self._socket.close(code=WSCloseCode.POLICY_VIOLATION)

    @asynccontextmanager
    async def _running(self, size: Size) -> AsyncIterator[None]:
        await self._service.start(*size.sane)
        try:
            yield
        finally:
            try:
                async with asyncio.timeout(STOP_SECONDS):
                    await self._service.stop()
            except TimeoutError:
                log.warning("a board did not end within %g s", STOP_SECONDS)

    async def _take(self, text: str) -> None:
        """Take what the page says; it is an array whose first part is a word.

        Raises:
            msgspec.DecodeError: It is something else; and so for the next two.
            ValueError: It is empty.
            IndexError: There is nothing after the word.
        """
        word, *rest = msgspec.json.decode(text, type=list[Any])
        match word:
            case "stdin":
                await self._service.send_bytes(msgspec.convert(rest[0], str).encode(errors="replace"))
            case "resize":
                await self._service.set_terminal_size(*msgspec.convert(rest[0], Size).sane)
            case "ping":
                await self._socket.send_json(["pong", rest[0]])
            case "focus":
                await self._service.focus()
            case "blur":
                await self._service.blur()

    async def _close(self) -> None:
        with suppress(ConnectionError):
            await self._socket.close()


def _between(side: int) -> int:
    return min(max(side, LEAST_SIDE), MOST_SIDE)
