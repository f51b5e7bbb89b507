"""The pages are served at the address that was asked for, until SIGTERM."""

import asyncio
import signal

import pytest

from lampfield.cli.web import serving
from lampfield.cli.web.credentials import HubAddress
from lampfield.cli.web.proxies import Proxies
from lampfield.config.address import Address
from tests.waiting import until


async def test_it_says_its_address_and_ends_with_a_signal(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(serving, "say", said.append)
    hub = HubAddress("ws://127.0.0.1:1")
    task = asyncio.create_task(serving.serve_pages(hub, Address("127.0.0.1", 0), None, Proxies()))
    await until(lambda: said, "the address")
    (line,) = said
    scheme, _, address = line.removeprefix("listening on ").partition("://")
    host, _, port = address.removesuffix("/").partition(":")
    assert (scheme, host) == ("http", "127.0.0.1")
    _, writer = await asyncio.open_connection(host, int(port))
    writer.close()
    signal.raise_signal(signal.SIGTERM)
    async with asyncio.timeout(5.0):
        await task
