"""A page in a headless Chromium: what a person does there, and what the terminal in it was given to show."""

import asyncio
import base64
import itertools
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pyte
from websockets.asyncio.client import ClientConnection, connect

from tests.bench.browser.chromium import Browser, chromium
from tests.waiting import until

CODES = {"Enter": 13, "Escape": 27, "ArrowRight": 39, "ArrowDown": 40, "F1": 112}
TEXTS = {"Enter": "\r"}


class Page:
    """A page, over Chromium's own protocol.

    Args:
        line: To the page's target.
    """

    def __init__(self, line: ClientConnection) -> None:
        self.screen = pyte.Screen(80, 24)
        self._line = line
        self._numbers = itertools.count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._stream = pyte.ByteStream(self.screen)

    @property
    def text(self) -> str:
        """What the terminal shows."""
        return "\n".join(self.screen.display)

    async def listen(self) -> None:
        """Read what the browser tells, until it is closed."""
        async for frame in self._line:
            told = json.loads(frame)
            if "id" in told:
                self._answers.pop(told["id"]).set_result(told)
            else:
                self._hear(told["method"], told["params"])

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Ask the browser for something, and return what it answers."""
        number = next(self._numbers)
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        await self._line.send(json.dumps({"id": number, "method": method, "params": params}))
        told = await asyncio.wait_for(answer, 20)
        assert "result" in told, told
        result: dict[str, Any] = told["result"]
        return result

    async def go_to(self, url: str) -> None:
        """Open an address."""
        await self.call("Page.navigate", url=url)

    async def evaluate(self, expression: str) -> Any:
        """Return what a script finds in the page."""
        answer = await self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        return answer["result"].get("value")

    async def shows(self, selector: str, seconds: float = 20.0) -> None:
        """Wait until the page has an element."""
        there = f"document.querySelector({selector!r}) !== null"
        async with asyncio.timeout(seconds):
            while not await self.evaluate(there):  # noqa: ASYNC110 - the page has no event for it
                await asyncio.sleep(0.05)

    async def fill(self, selector: str, text: str) -> None:
        """Type into a box."""
        await self.shows(selector)
        await self.evaluate(f"document.querySelector({selector!r}).focus()")
        await self.call("Input.insertText", text=text)

    async def press(self, *keys: str, ctrl: bool = False) -> None:
        """Press keys."""
        for key in keys:
            code = CODES.get(key, ord(key.upper()[0]))
            params = {"key": key, "windowsVirtualKeyCode": code, "modifiers": 2 if ctrl else 0}
            text = TEXTS.get(key, "" if key in CODES or ctrl else key)
            await self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **params)
            await self.call("Input.dispatchKeyEvent", type="keyUp", **params)

    async def sees(self, words: str, seconds: float = 30.0) -> None:
        """Wait until the terminal shows some words."""
        try:
            await until(lambda: words in self.text, words, seconds)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.text}") from None

    async def misses(self, words: str, seconds: float = 20.0) -> None:
        """Wait until the terminal shows some words no longer."""
        await until(lambda: words not in self.text, f"no {words}", seconds)

    async def picture(self) -> bytes:
        """Return the page as PNG."""
        answer = await self.call("Page.captureScreenshot", format="png")
        return base64.b64decode(answer["data"])

    def _hear(self, method: str, params: dict[str, Any]) -> None:
        if method == "Network.webSocketCreated":
            size = parse_qs(urlsplit(params["url"]).query)
            self.screen.reset()
            self.screen.resize(int(size["height"][0]), int(size["width"][0]))
        elif method == "Network.webSocketFrameReceived" and params["response"]["opcode"] == 2:
            self._stream.feed(base64.b64decode(params["response"]["payloadData"]))
        elif method == "Network.webSocketFrameSent" and params["response"]["payloadData"][:9] == '["resize"':
            size = json.loads(params["response"]["payloadData"])[1]
            self.screen.resize(size["height"], size["width"])


@asynccontextmanager
async def page_of(program: str) -> AsyncIterator[Page]:
    """Run a Chromium with an empty page."""
    async with (
        chromium(program, "about:blank") as browser,
        connect(await _up(browser), max_size=None) as line,
    ):
        page = Page(line)
        listening = asyncio.create_task(page.listen())
        for domain in ("Page", "Network", "Runtime"):
            await page.call(f"{domain}.enable")
        yield page
        listening.cancel()


async def _up(browser: Browser) -> str:
    """Return the address of the page's debugging line, as soon as there is one."""
    async with asyncio.timeout(30):
        while True:
            try:
                return await browser.page()
            except (OSError, IndexError, StopAsyncIteration, RuntimeError, httpx.TransportError):
                await asyncio.sleep(0.05)
