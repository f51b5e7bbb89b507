"""The process of a board, and the page's socket: whatever happens, no process stays."""

import asyncio
import shlex
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession, WSCloseCode, WSMsgType, web

from lampfield.cli.web.credentials import Credentials, HubAddress
from lampfield.cli.web.terminal import MAX_WAITING_CHARS, BoardService, Size, Terminal
from tests.waiting import until

ENTRY = Credentials(HubAddress("ws://127.0.0.1:1"), "reception", "open sesame")
DEAF = "import sys, time\nprint('__GANGLION__', flush=True)\ntime.sleep(600)"
"""A board that neither reads nor ends."""
HEARING = "import sys\nprint('__GANGLION__', flush=True)\nsys.stdin.buffer.read()"
"""One that reads all, and ends with its input."""


class Page:
    """A socket to a board."""

    def __init__(self) -> None:
        self.terminal: Terminal | None = None
        self.is_over = asyncio.Event()

    @property
    def process(self) -> asyncio.subprocess.Process:
        """The board's process."""
        assert self.terminal is not None
        process = self.terminal._service._process
        assert process is not None
        return process


@asynccontextmanager
async def paged(program: str, stop_seconds: float = 0.05) -> AsyncIterator[tuple[Page, ClientSession, str]]:
    page = Page()

    async def board(request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        command = shlex.join(("exec", sys.executable, "-c", program))
        page.terminal = Terminal(socket, command, stop_seconds)
        try:
            await page.terminal.run(ENTRY, Size(80, 24))
        finally:
            page.is_over.set()
        return socket

    app = web.Application()
    app.router.add_get("/board", board)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        async with ClientSession() as client:
            yield page, client, f"http://127.0.0.1:{runner.addresses[0][1]}/board"
    finally:
        await runner.cleanup()


async def test_a_board_that_does_not_end_with_its_page_is_killed() -> None:
    async with paged(DEAF) as (page, client, url):
        async with client.ws_connect(url) as socket:
            await until(lambda: page.terminal is not None and page.terminal._service._process, "a process")
            # More than the pipe takes: the board's end is asked for behind all of it.
            for _ in range(8):
                await socket.send_json(["stdin", "x" * 60_000])
        async with asyncio.timeout(20.0):
            await page.is_over.wait()
            assert await page.process.wait() == -9


async def test_a_page_that_says_more_than_its_board_takes_is_closed() -> None:
    async with paged(DEAF) as (_, client, url), client.ws_connect(url) as socket:
        for _ in range(MAX_WAITING_CHARS // 60_000 + 4):
            await socket.send_json(["stdin", "x" * 60_000])
        message = await socket.receive(20.0)
        assert (message.type, message.data) == (WSMsgType.CLOSE, WSCloseCode.TRY_AGAIN_LATER)


@pytest.mark.parametrize(
    "said",
    ["[" * 3_000, '["ping", ' + "[" * 3_000, "{}", "[]", '["stdin"]', '["stdin", 1]'],
    ids=["nested", "nested in a ping", "no array", "empty", "nothing typed", "no text"],
)
async def test_what_a_page_never_says_ends_the_board(said: str) -> None:
    async with paged(HEARING, 20.0) as (page, client, url), client.ws_connect(url) as socket:
        await socket.send_str(said)
        message = await socket.receive(20.0)
        assert message.type is WSMsgType.CLOSE
        assert message.data == WSCloseCode.POLICY_VIOLATION
        # As textual-serve has it, the end of the input comes with the process.
        page.process.kill()
        async with asyncio.timeout(20.0):
            await page.is_over.wait()


def test_the_process_gets_its_secret_by_no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAMPFIELD_SECRET", "open sesame")
    terminal = Terminal(web.WebSocketResponse())
    assert isinstance(terminal._service, BoardService)
    environment = terminal._service._build_environment(80, 24)
    assert "open sesame" not in environment.values()
    assert environment["TEXTUAL_DRIVER"] == "textual.drivers.web_driver:WebDriver"
