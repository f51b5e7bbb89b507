"""A headless Chromium with one page."""

import asyncio
import json
import os
import shutil
import signal
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx
from websockets.asyncio.client import connect

from tests.bench.processes import cpu_seconds, family, memory_mb

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1600,900",
    "--remote-debugging-port=0",
)


def installed() -> str | None:
    """Return the path of a Chromium, if there is one."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Browser:
    """A running Chromium.

    Args:
        pid: Its first process.
        profile: Its folder.
        began: When it was started, by the machine's monotonic clock in nanoseconds.
    """

    def __init__(self, pid: int, profile: Path, began: int) -> None:
        self.began = began
        self._pid = pid
        self._profile = profile

    async def cost(self, seconds: float) -> float:
        """Return the processor time of all its processes in percent of a core."""
        spent, began = cpu_seconds(family(self._pid)), time.perf_counter()
        await asyncio.sleep(seconds)
        took = time.perf_counter() - began
        return (cpu_seconds(family(self._pid)) - spent) / took * 100

    def memory_mb(self) -> float:
        """Return the memory of all its processes."""
        return memory_mb(family(self._pid))

    async def press(self, keys: list[str], seconds_between: float) -> None:
        """Press keys in the page, through the browser's own way for input."""
        async with connect(await self.page(), max_size=None) as line:
            for number, key in enumerate(keys):
                for kind in ("keyDown", "keyUp"):
                    params = {"type": kind, "key": key, **_code(key)}
                    if kind == "keyDown" and len(key) == 1:
                        params["text"] = key
                    command = {"id": number, "method": "Input.dispatchKeyEvent", "params": params}
                    await line.send(json.dumps(command))
                await asyncio.sleep(seconds_between)

    async def focus(self, selector: str) -> None:
        """Put the focus on an element."""
        async with connect(await self.page(), max_size=None) as line:
            expression = f"document.querySelector({selector!r}).focus()"
            params = {"expression": expression}
            await line.send(json.dumps({"id": 1, "method": "Runtime.evaluate", "params": params}))
            await line.recv()

    async def page(self) -> str:
        """Return the address of the page's debugging line.

        Raises:
            OSError: The browser has not come up yet.
        """
        port = (self._profile / "DevToolsActivePort").read_text().split()[0]
        async with httpx.AsyncClient(trust_env=False) as client:
            targets = (await client.get(f"http://127.0.0.1:{port}/json")).json()
        return next(str(one["webSocketDebuggerUrl"]) for one in targets if one["type"] == "page")


@asynccontextmanager
async def chromium(path: str, page: str) -> AsyncIterator[Browser]:
    """Run a Chromium on a page.

    Args:
        path: The program.
        page: The page's address.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        profile = Path(folder)
        began = time.perf_counter_ns()
        process = await asyncio.create_subprocess_exec(
            path,
            *OPTIONS,
            f"--user-data-dir={profile}",
            page,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            yield Browser(process.pid, profile, began)
        finally:
            for pid in family(process.pid):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            await process.wait()


def _code(key: str) -> dict[str, object]:
    codes = {"ArrowRight": 39, "Backspace": 8}
    return {"code": key, "windowsVirtualKeyCode": codes[key]} if key in codes else {}
