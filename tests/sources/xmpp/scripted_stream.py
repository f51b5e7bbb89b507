"""One stream at the scripted chat server: XML in and out, login, resource, resumption.

Source: RFC 6120 (stream, SASL, binding), RFC 5802 (SCRAM), XEP-0198 (stream management).
"""

import asyncio
import base64
import hashlib
import hmac
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, XMLPullParser
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from tests.sources.xmpp.scripted_server import ScriptedServer

SASL = "{urn:ietf:params:xml:ns:xmpp-sasl}"
SM = "{urn:xmpp:sm:3}"
CLIENT = "{jabber:client}"
HEADER = (
    "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'"
    " id='s{id}' from='{host}' version='1.0' xml:lang='en'>"
)
FEATURES = "<stream:features>{inside}</stream:features>"
MECHANISMS = (
    "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>{mechanism}</mechanism></mechanisms>"
)
BOUND_FEATURES = (
    "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>"
    "<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='http://scripted' ver='x='/>{sm}"
)
ITERATIONS = 16
"""SCRAM iterations. Real servers use 4096 or more, which take 15 ms of processor time."""


class Scram:
    """The server's side of SCRAM-SHA-1.

    Args:
        password: The correct password.
    """

    def __init__(self, password: str) -> None:
        self._password = password
        self._first = ""
        self._challenge = ""

    def challenge(self, first: str) -> str:
        """Return the answer to the client's first message."""
        self._first = first.partition(",,")[2]
        nonce = self._first.partition("r=")[2]
        salt = base64.b64encode(b"salt").decode()
        self._challenge = f"r={nonce}server,s={salt},i={ITERATIONS}"
        return self._challenge

    def success(self, final: str) -> str | None:
        """Return the answer to the client's proof; None if it is wrong."""
        bare, _, proof = final.rpartition(",p=")
        text = f"{self._first},{self._challenge},{bare}".encode()
        salted = hashlib.pbkdf2_hmac("sha1", self._password.encode(), b"salt", ITERATIONS)
        key = hmac.digest(salted, b"Client Key", "sha1")
        signature = hmac.digest(hashlib.sha1(key, usedforsecurity=False).digest(), text, "sha1")
        wanted = bytes(one ^ other for one, other in zip(key, signature, strict=True))
        if base64.b64decode(proof) != wanted:
            return None
        server_key = hmac.digest(salted, b"Server Key", "sha1")
        return f"v={base64.b64encode(hmac.digest(server_key, text, 'sha1')).decode()}"


class Session:
    """The state of a bound resource, across the streams that carry it.

    Args:
        jid: Full address.
        sm_id: Id for resumption; empty if it cannot be resumed.
    """

    def __init__(self, jid: str, sm_id: str = "") -> None:
        self.jid = jid
        self.sm_id = sm_id
        self.stream: Stream | None = None
        """None while the client is disconnected; stanzas for it are queued."""
        self.is_new = True
        """Whether it has not sent presence yet."""
        self.handled_count = 0
        """Client stanzas handled since stream management was enabled."""
        self.sent = 0
        self.unacked: list[str] = []

    def send(self, stanza: str) -> None:
        """Send a stanza, or queue it until the client resumes."""
        if self.sm_id:
            self.unacked.append(stanza)
            self.sent += 1
        if self.stream is not None:
            self.stream.write(stanza)

    def acknowledge(self, handled: int) -> None:
        """Drop the stanzas that the client has handled."""
        keep = max(0, self.sent - handled)
        self.unacked = self.unacked[len(self.unacked) - keep :]


class Stream:
    """A connection.

    Args:
        server: The server.
        writer: The stream to the client.
    """

    def __init__(self, server: "ScriptedServer", writer: asyncio.StreamWriter) -> None:
        self._server = server
        self._writer = writer
        self._parser = _parser()
        self._depth = 0
        self._root: Element | None = None
        self._scram = Scram(server.password)
        self._is_safe = False
        self.session: Session | None = None

    def write(self, text: str) -> None:
        """Send text."""
        if not self._writer.is_closing():
            self._writer.write(text.encode())

    def write_half(self, text: str) -> None:
        """Send the first half of a text and close the connection."""
        data = text.encode()
        self._writer.write(data[: len(data) // 2])
        self._writer.close()

    def cut(self) -> None:
        """Abort the connection."""
        self._writer.transport.abort()

    def end(self, words: str = "") -> None:
        """Close the stream properly."""
        self.write(f"{words}</stream:stream>")
        self._writer.close()

    async def run(self, reader: asyncio.StreamReader) -> None:
        """Serve the stream until its end."""
        try:
            while data := await reader.read(1 << 16):
                await self._server.going.wait()
                # A client may still have queued data; servers stop reading after the end of the stream.
                before, end, _ = data.partition(b"</stream:stream>")
                self._parser.feed(before + end)
                for stanza in self._stanzas():
                    await self._take(stanza)
        finally:
            if self.session is not None and self.session.stream is self:
                self._server.away(self.session)

    def _stanzas(self) -> list[Element]:
        """Return complete elements: the opening of a stream, and its children."""
        found: list[Element] = []
        events: Iterator[Any] = self._parser.read_events()
        for kind, element in events:
            if kind == "start":
                self._depth += 1
                if self._depth == 1:
                    self._root = element
                    found.append(element)
                continue
            self._depth -= 1
            if self._depth == 1:
                found.append(element)
                if self._root is not None:
                    self._root.clear()
            elif self._depth == 0:
                self._writer.close()
        return found

    async def _take(self, element: Element) -> None:
        if element is self._root:
            await self._opened()
            return
        name = element.tag.rpartition("}")[2]
        match element.tag:
            case tag if tag.startswith(SASL):
                await self._log_in(name, element.text or "")
            case tag if tag.startswith(SM):
                await self._manage(name, element)
            case _ if self.session is not None or _is_bind(element):
                if self.session is not None and self.session.sm_id:
                    self.session.handled_count += 1
                self._server.take(self, element)

    async def _opened(self) -> None:
        inside = MECHANISMS.format(mechanism=self._server.mechanism)
        if self._is_safe:
            sm = "<sm xmlns='urn:xmpp:sm:3'/>" if self._server.manages_streams else ""
            inside = BOUND_FEATURES.format(sm=sm)
        head = HEADER.format(id=self._server.next_id(), host=self._server.host)
        await self._server.answer(self, "stream", head + FEATURES.format(inside=inside))

    async def _log_in(self, name: str, text: str) -> None:
        text = base64.b64decode(text).decode()
        if name == "auth":
            await self._server.answer(self, "auth", _sasl("challenge", self._scram.challenge(text)))
            return
        proof = self._scram.success(text)
        if proof is None:
            failure = "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/></failure>"
            await self._server.answer(self, "login", failure)
            return
        self._is_safe = True
        self._parser, self._depth, self._root = _parser(), 0, None
        await self._server.answer(self, "login", _sasl("success", proof))

    async def _manage(self, name: str, element: Element) -> None:
        match name:
            case "enable" if self.session is not None:
                self.session.sm_id = f"sm{self._server.next_id()}"
                answer = f"<enabled xmlns='urn:xmpp:sm:3' id='{self.session.sm_id}' resume='true' max='60'/>"
                await self._server.answer(self, "enable", answer)
            case "resume":
                await self._resume(element)
            case "r" if self.session is not None:
                answer = f"<a xmlns='urn:xmpp:sm:3' h='{self.session.handled_count}'/>"
                await self._server.answer(self, "r", answer)
            case "a" if self.session is not None:
                self.session.acknowledge(int(element.get("h", "0")))

    async def _resume(self, element: Element) -> None:
        session = self._server.resumable(element.get("previd", ""))
        if session is None:
            failed = (
                "<failed xmlns='urn:xmpp:sm:3'>"
                "<item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>"
            )
            await self._server.answer(self, "resume", failed)
            return
        self._server.attach(session, self)
        session.acknowledge(int(element.get("h", "0")))
        answer = f"<resumed xmlns='urn:xmpp:sm:3' previd='{session.sm_id}' h='{session.handled_count}'/>"
        await self._server.answer(self, "resume", answer + "".join(session.unacked))


def _is_bind(element: Element) -> bool:
    return any(child.tag == "{urn:ietf:params:xml:ns:xmpp-bind}bind" for child in element)


def _sasl(name: str, text: str) -> str:
    encoded = escape(base64.b64encode(text.encode()).decode())
    return f"<{name} xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>{encoded}</{name}>"


def _parser() -> "XMLPullParser[Element]":
    return XMLPullParser(("start", "end"))
