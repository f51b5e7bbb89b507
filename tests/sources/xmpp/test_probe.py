"""What `lampfield check` says of a chat server, at sockets that are none or another kind of server."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from lampfield.model.account import Account
from lampfield.sources.xmpp.probe import probe
from lampfield.sources.xmpp.source import XmppSource
from tests.sources.cues import Manner
from tests.sources.xmpp.scripted_server import OWN, scripted_server

pytestmark = pytest.mark.virtual_time

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def sentence_of(port: int, tls: str = "starttls", host: str = "127.0.0.1") -> str:
    """Return what is said of a login that fails."""
    account = Account(name="a", secret="s", jid=OWN, password="secret")
    (login,) = (await probe(XmppSource(host, port, tls), account)).results
    assert (login.subject, login.works) == ("login", False)
    return login.sentence.replace(f"127.0.0.1:{port}", "HERE")


@asynccontextmanager
async def speaking(greeting: bytes, *, waits: bool, closes: bool = True) -> AsyncIterator[int]:
    """Have a server that says one thing, at once or after the client. Gives its port."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if waits:
            await reader.read(1)
        writer.write(greeting)
        if closes:
            writer.close()
        else:
            await reader.read()
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


NO_CHAT = "HERE is not a chat server"


@pytest.mark.parametrize(
    ("greeting", "waits", "words"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n<html>", True, f"{NO_CHAT}: it is a web server."),
        (b"Asterisk Call Manager/11.0.0\r\n", False, f"{NO_CHAT}: it is the manager interface of Asterisk."),
        (b"SSH-2.0-OpenSSH_9.2p1\r\n", False, f"{NO_CHAT}: it is an SSH server."),
        (
            b"\x15\x03\x03\x00\x02\x02\x28",
            True,
            'HERE expects TLS from the start. Set tls = "direct" under [chat]',
        ),
        (b"", True, "HERE closed the connection without a word. If it expects TLS from the start"),
        (b"-ERR\r\n", True, f"{NO_CHAT}: it says '-ERR'."),
    ],
)
@pytest.mark.parametrize("closes", [True, False])
async def test_other_kinds_of_servers_are_named(
    greeting: bytes, waits: bool, words: str, closes: bool
) -> None:
    if not greeting and not closes:
        words = "HERE has not responded for 20 s."
    async with speaking(greeting, waits=waits, closes=closes) as port:
        assert (await sentence_of(port)).startswith(words)


async def test_closed_port_is_reported() -> None:
    async with speaking(b"", waits=False) as port:
        pass
    assert await sentence_of(port) == (
        "Nothing answers at HERE. Check that the chat server is running, and check host "
        "and port under [chat]."
    )


@pytest.mark.parametrize("host", ["5222", "alice@acme.test", "xmpp://acme.test", "127.0.0.1:5222", ""])
async def test_invalid_host_is_reported_without_connecting(host: str) -> None:
    assert "as host under [chat]" in await sentence_of(1, host=host)


async def test_server_without_tls_is_reported() -> None:
    async with scripted_server() as server:
        sentence = await sentence_of(server.listener.port)
        assert sentence.startswith("HERE offers no TLS. Enable TLS there")
        assert server.count("login") == 0


async def test_port_without_direct_tls_is_reported() -> None:
    async with speaking(b"<stream:error/>", waits=True) as port:
        sentence = await sentence_of(port, "direct")
        assert sentence.startswith('HERE does not expect TLS from the start. Set tls = "starttls"')


@pytest.mark.parametrize("step", ["stream", "auth", "bind"])
async def test_stalled_login_is_reported_as_silence(step: str) -> None:
    async with scripted_server() as server:
        server.cue(step, Manner.SILENT)
        said = "has not responded for" if step == "stream" else "stopped responding during the login:"
        assert f"{said} 20 s" in await sentence_of(server.listener.port, "none")


async def test_a_login_that_takes_long_succeeds_while_the_server_talks() -> None:
    async with scripted_server() as server:
        held = server.cue("bind", Manner.HOLD)
        account = Account(name="a", secret="s", jid=OWN, password="secret")
        trying = asyncio.create_task(probe(XmppSource("127.0.0.1", server.listener.port, "none"), account))
        await held.reached()
        for _ in range(6):
            await asyncio.sleep(15)
            for writer in server.listener._serving.values():
                writer.write(b" ")
        held.release()
        assert [it.works for it in (await trying).results][:2] == [True, True]
