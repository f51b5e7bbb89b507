"""Proxies, redirects and what else stands between client and hub: named, and one way for feed and photos."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

import lampfield
from lampfield.client import handshake
from lampfield.client.handshake import connect_error
from lampfield.client.options import Options, find_proxy, without_credentials
from lampfield.client.photos import Photos
from lampfield.hub.server import HubServer
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId
from lampfield.model.link import LinkName, LinkState
from lampfield.protocol.errors import CannotConnect, FeedError
from tests.client.test_photos import png
from tests.client.test_reconnect import ALICE
from tests.hub.caller import ACCOUNT
from tests.hub.scripted import Scripted, contact
from tests.waiting import until

HUB = "hub.lampfield.test"
VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "ws_proxy", "wss_proxy", "socks_proxy")


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin with an environment that names no proxy."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


class Proxy:
    """A proxy that forwards every request to one port, and counts the connections.

    Args:
        port: Where it all goes, whatever name was asked for.
        status: What it answers.
    """

    def __init__(self, port: int, status: str = "200 Connection established") -> None:
        self._target = port
        self._status = status
        self.asked: list[str] = []
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        first = head.splitlines()[0]
        self.asked.append(first)
        if not self._status.startswith("200"):
            writer.write(f"HTTP/1.1 {self._status}\r\nContent-Length: 0\r\n\r\n".encode())
            writer.close()
            return
        upstream, forth = await asyncio.open_connection("127.0.0.1", self._target)
        if first.startswith("CONNECT"):
            writer.write(f"HTTP/1.1 {self._status}\r\n\r\n".encode())
        else:
            forth.write(head.encode())
        await asyncio.gather(carry(reader, forth), carry(upstream, writer))


async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Carry bytes one way."""
    try:
        while data := await reader.read(4096):
            writer.write(data)
    except OSError:
        pass
    finally:
        writer.close()


@asynccontextmanager
async def proxy_to(port: int, status: str = "200 Connection established") -> AsyncIterator[Proxy]:
    proxy = Proxy(port, status)
    async with await asyncio.start_server(proxy.serve, "127.0.0.1", 0) as server:
        proxy.port = server.sockets[0].getsockname()[1]
        yield proxy
        server.close()


def soon() -> Iterator[float]:
    while True:
        yield 0.01


def connecting(url: str, **options: Any) -> Any:
    login: dict[str, Any] = {"account": ACCOUNT.name, "secret": ACCOUNT.secret, "timeout": 2.0}
    return lampfield.connect(url, **login | options)


async def why(url: str) -> str:
    """Return why there is no connection."""
    with pytest.raises(CannotConnect) as caught:
        async with connecting(url):
            pass
    return str(caught.value)


@pytest.mark.parametrize("variable", ["http_proxy", "https_proxy", "HTTPS_PROXY", "ws_proxy"])
async def test_feed_and_photos_go_by_the_same_proxy(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    source = Scripted(ALICE, contact("a", photo_id="1"))
    source.pictures["a"] = png("red")
    async with HubServer([ACCOUNT], [source]) as hub, proxy_to(hub.port) as proxy:
        monkeypatch.setenv(variable, f"http://user:pass@127.0.0.1:{proxy.port}")
        async with connecting(f"ws://{HUB}:{hub.port}") as pbx:
            picture = await next(iter(pbx.contacts)).photo(48, allow_null=True)
            assert picture is not None
            assert picture.media_type == "image/png"
        assert len(proxy.asked) == 2
        assert all(HUB in asked for asked in proxy.asked)


async def test_neither_goes_by_a_proxy_that_only_one_library_knows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("all_proxy", "http://127.0.0.1:9")
    assert find_proxy(Options(url=f"ws://{HUB}:1")) is None


@pytest.mark.parametrize("url", ["ws://127.0.0.1:1", "ws://[::1]:1", "ws://localhost:1"])
def test_a_hub_on_this_machine_is_reached_without_one(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://proxy.test:3128")
    assert find_proxy(Options(url=url)) is None


@pytest.mark.parametrize("name", [HUB, ".lampfield.test", "*", f"[::1],{HUB}", f"fd00::/8, {HUB}"])
def test_a_hub_named_in_no_proxy_is_reached_without_one(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.test:3128")
    assert find_proxy(Options(url=f"ws://{HUB}:1")) == "http://proxy.test:3128"
    monkeypatch.setenv("no_proxy", name)
    assert find_proxy(Options(url=f"ws://{HUB}:1")) is None


@pytest.mark.parametrize("no_proxy", ["[::1]", "fd00::/8", "::1", "[", "%", "127.0.0.0/8"])
@pytest.mark.parametrize("all_proxy", ["", "socks4://127.0.0.1:9", "nonsense"])
async def test_no_value_of_the_environment_costs_the_photos(
    no_proxy: str, all_proxy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", no_proxy)
    monkeypatch.setenv("all_proxy", all_proxy)
    source = Scripted(ALICE, contact("a", photo_id="1"))
    source.pictures["a"] = png("red")
    async with HubServer([ACCOUNT], [source]) as hub, proxy_to(hub.port) as proxy:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        async with connecting(f"ws://{HUB}:{hub.port}") as pbx:
            picture = await next(iter(pbx.contacts)).photo(48, allow_null=True)
            assert picture is not None


def test_a_proxy_may_be_written_without_its_scheme(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "proxy.test:3128")
    assert find_proxy(Options(url=f"ws://{HUB}:1")) == "http://proxy.test:3128"


def test_the_password_of_a_proxy_is_not_shown() -> None:
    assert without_credentials("http://user:p@ss@proxy.test:3128") == "http://proxy.test:3128"
    assert without_credentials("http://proxy.test") == "http://proxy.test"


MALFORMED = [
    "http://",
    "http://[::1",
    "http://proxy.test:port",
    "http://proxy.test:99999",
    "http://user:hidden@proxy.test/path",
    "ftp://proxy.test",
    "http://user@proxy.test",
    "http://%ff:%ff@proxy.test",
    "http://" + "a" * 70 + ".ä.test",
    "socks9://proxy.test",
    "http://proxy.test:3128?x=y",
    "://",
    "socks5h://127.0.0.1:9",
    "socks4://127.0.0.1:9",
]


@pytest.mark.parametrize("value", MALFORMED)
async def test_a_malformed_proxy_is_named_and_ends_nothing(
    value: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("http_proxy", value)
    url = f"ws://{HUB}:8650"
    sentence = await why(url)
    assert "proxy variables (https_proxy and the like)" in sentence
    assert "hidden" not in sentence
    async with connecting(url, first="retry", delays=soon) as pbx:
        link = pbx.links[LinkName.HUB]
        assert link.state is LinkState.CONNECTING
        await until(lambda: "proxy" in pbx.links[LinkName.HUB].reason, "the reason")
        assert pbx.failed is None
        assert await pbx.photos.fetch(Contact(cid=ContactId(1)), 48, allow_null=True) is None
    assert "Traceback" not in caplog.text


async def test_a_dead_proxy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://user:hidden@127.0.0.1:1")
    sentence = await why(f"ws://{HUB}:8650")
    assert sentence.startswith(
        f"No hub answers at ws://{HUB}:8650: nothing listens there. The connection goes through"
    )
    assert "the proxy http://127.0.0.1:1." in sentence
    assert "lampfield serve" not in sentence
    assert "hidden" not in sentence


@pytest.mark.parametrize("status", ["407 Proxy Authentication Required", "403 Forbidden", "502 Bad Gateway"])
async def test_a_proxy_that_refuses_is_named(status: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with proxy_to(1, status) as proxy:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        sentence = await why(f"ws://{HUB}:8650")
    assert f"(HTTP {status[:3]})" in sentence
    assert f"the proxy http://127.0.0.1:{proxy.port}." in sentence


@asynccontextmanager
async def answering(head: str) -> AsyncIterator[str]:
    """Serve one HTTP answer to everybody. Gives the address."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(head.encode("latin-1"))
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        server.close()


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("https://hub.example.test/", "redirects to https://hub.example.test/. Use wss://hub.example.test"),
        ("https://hub.example.test:444/a", "Use wss://hub.example.test:444/a"),
        ("http://hub.example.test/", "Use ws://hub.example.test"),
        ("mailto:me@acme.test", "redirects to mailto:"),
        ("/elsewhere", "No hub answers|sends to"),
        ("ws://[", "No hub answers|sends to"),
        ("\x01", "No hub answers|sends to"),
        ("a\r\nLocation: b", "No hub answers"),
    ],
)
async def test_a_redirect_says_what_to_use(location: str, words: str) -> None:
    head = f"HTTP/1.1 301 Moved Permanently\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n"
    async with answering(head) as url:
        sentence = await why(url)
        assert any(word in sentence for word in words.split("|")), sentence
        async with connecting(url, first="retry", delays=soon) as pbx:
            await until(lambda: pbx.links[LinkName.HUB].reason, "a try that failed")
            assert pbx.failed is None


@pytest.mark.parametrize(
    "head",
    [
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 502 Bad Gateway\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2\r\n",
        "",
        "HTTP/1.1 101 Switching Protocols\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nUpgrade: websocket\r\n\r\n",
        "\xff" * 100,
        "HTTP/1.1 200 OK\r\n" + "a: b\r\n" * 500 + "\r\n",
    ],
)
async def test_what_is_no_hub_gets_a_sentence(head: str, caplog: pytest.LogCaptureFixture) -> None:
    async with answering(head) as url:
        sentence = await why(url)
    assert sentence.startswith(("The server at ws://127.0.0.1", "No hub answers at ws://127.0.0.1"))
    assert sentence.endswith(".")
    assert ".." not in sentence
    assert "Traceback" not in caplog.text


async def test_what_nobody_foresaw_is_an_error_of_the_feed_with_a_traceback(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise KeyError("nobody foresaw this")

    monkeypatch.setattr(handshake, "connect", fail)
    with pytest.raises(FeedError, match="KeyError: 'nobody foresaw this'"):
        async with connecting("ws://127.0.0.1:1"):
            pass
    assert "Traceback" in caplog.text


def test_an_untrusted_certificate_has_one_full_stop() -> None:
    import ssl

    error = ssl.SSLCertVerificationError()
    error.verify_message = "Hostname mismatch, certificate is not valid for 'acme.test'."
    message = str(connect_error(error, Options(url="wss://acme.test"), None))
    assert message == (
        "The certificate of wss://acme.test is not trusted: "
        "Hostname mismatch, certificate is not valid for 'acme.test'."
    )


async def test_photos_that_cannot_be_fetched_for_whatever_reason_are_placeholders(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    photos = Photos(Options(url="ws://127.0.0.1:1"), lambda: "a token\nwith a line end")
    for error in (ValueError("no"), ImportError("no"), KeyError("no")):
        monkeypatch.setattr("lampfield.client.photos._make_client", _failing(error))
        picture = await photos.fetch(Contact(cid=ContactId(7), name="Ann"), 48, allow_null=False)
        assert picture is not None
        assert picture.media_type == "image/svg+xml"
        assert f"no photo of contact 7: {type(error).__name__}" in caplog.text
    monkeypatch.undo()
    assert await photos.fetch(Contact(cid=ContactId(7)), 48, allow_null=True) is None
    await photos.close()


def _failing(error: Exception) -> Any:
    def fail(_: Options) -> None:
        raise error

    return fail
