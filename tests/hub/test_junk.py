"""Requests over HTTP that nobody should send: an answer without a traceback, and the hub goes on."""

import asyncio

import pytest

from tests.hub.caller import calling, serving
from tests.hub.scripted import Scripted

UPGRADE = (
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: lampfield.v1\r\n"
)
TWICE = "Authorization: Bearer a\r\nAuthorization: Bearer b\r\n"

JUNK = [
    ("/contacts/1/photo", TWICE, 400),
    ("/contacts/1/photo", "If-None-Match: a\r\nIf-None-Match: b\r\n", 401),
    ("/", TWICE + UPGRADE, 400),
    ("/", UPGRADE + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", 400),
    ("/", UPGRADE + "Origin: a\r\nOrigin: b\r\n", 400),
    ("/", UPGRADE + "Host: y\r\n", 101),
    ("//[", "", 400),
    ("//[", UPGRADE, 400),
    ("http://[/healthz", "", 400),
    ("/contacts/1/photo?size=%ff", "", 401),
    ("/healthz?%", "", 200),
    ("/healthz#[", "", 200),
    ("*", "", 404),
    ("/\x7f", "", 404),
    ("/contacts/99999999999999999/photo", "", 404),
    ("/healthz", "Authorization: \xff\r\n", 200),
    ("/", "", 426),
]


@pytest.mark.parametrize(("path", "headers", "status"), JUNK)
@pytest.mark.parametrize("ends", [False, True], ids=["open", "half closed"])
async def test_junk_gets_an_answer_and_leaves_no_traceback(
    path: str, headers: str, status: int, ends: bool, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(Scripted()) as hub:
        reader, writer = await asyncio.open_connection("127.0.0.1", hub.port)
        writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\n{headers}\r\n".encode("latin-1"))
        if ends:
            writer.write_eof()
        async with asyncio.timeout(5):
            line = await reader.readline()
        writer.transport.abort()
        if not ends:
            assert int(line.split()[1]) == status, line
        async with calling(hub) as caller:
            await caller.login()
    assert "Traceback" not in caplog.text


async def test_two_marks_of_a_known_photo_are_no_request(caplog: pytest.LogCaptureFixture) -> None:
    async with serving(Scripted()) as hub, calling(hub) as caller:
        await caller.start()
        token = (await caller.login())["token"]
        await caller.ask("feed.start")
        reader, writer = await asyncio.open_connection("127.0.0.1", hub.port)
        writer.write(
            "GET /contacts/1/photo HTTP/1.1\r\nHost: x\r\nIf-None-Match: a\r\nIf-None-Match: b\r\n"
            f"Authorization: Bearer {token}\r\n\r\n".encode()
        )
        assert int((await reader.readline()).split()[1]) in (400, 404)
        writer.close()
    assert "Traceback" not in caplog.text


async def test_a_fault_of_ours_is_an_answer_of_its_own(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(*_: object) -> None:
        raise KeyError("a fault of ours")

    monkeypatch.setattr("lampfield.hub.routes.answer", fail)
    async with serving(Scripted()) as hub:
        reader, writer = await asyncio.open_connection("127.0.0.1", hub.port)
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert (await reader.read()).startswith(b"HTTP/1.1 500")
        writer.close()
    assert "a fault of ours" in caplog.text
