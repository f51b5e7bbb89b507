"""A chat server in this process: one account, plain TCP at port 0, and all features that the source uses.

It answers like Prosody and ejabberd, records what happens, and misbehaves on cue::

    async with scripted_server() as server:
        server.add_to_roster("bob@acme.test", name="Bob Berg")
        held = server.cue("get query jabber:iq:roster", Manner.HOLD)
        ...
        server.says("bob@acme.test/laptop", "Is Mr Brown there?")      # archived, and delivered
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree.ElementTree import Element, fromstring, tostring
from xml.sax.saxutils import escape, quoteattr

from tests.sources.cues import Cue, Cues, Manner, StateSignal
from tests.sources.listening import Listener
from tests.sources.xmpp import scripted_archive as archive
from tests.sources.xmpp.scripted_answers import ANSWERS, NotAnswered, StanzaError, unavailable
from tests.sources.xmpp.scripted_archive import ArchivedStanza, ArchiveRequest, Page
from tests.sources.xmpp.scripted_stream import CLIENT, Session, Stream

OWN = "alice@acme.test"
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
"""Start of the archive's clock; each message advances it by one second."""


class ScriptedServer:
    """The server. Tests may change all public attributes."""

    def __init__(self) -> None:
        self.account = OWN
        self.host = OWN.partition("@")[2]
        self.password = "secret"
        self.mechanism = "SCRAM-SHA-1"
        self.manages_streams = True
        """Whether streams can be resumed (XEP-0198)."""
        self.cues = Cues()
        self.going = asyncio.Event()
        self.going.set()
        self.asked: list[tuple[str, Element]] = []
        """All stanzas of the client, by name: ``get query jabber:iq:roster``, ``presence subscribe``."""
        self.signal = StateSignal()
        self.listener = Listener(self._serve, self.cues)
        self.sessions: list[Session] = []
        """Sessions of clients that are connected or may resume."""
        self.roster: dict[str, str] = {}
        """Roster items as XML, by bare address."""
        self.blocked: list[str] = []
        self.presences: dict[str, str] = {}
        """Presence stanzas by full address, sent after each first presence of a client."""
        self.requests: dict[str, str] = {}
        """Subscription requests that wait for an answer."""
        self.archive: list[ArchivedStanza] = []
        self.read_archive: Callable[[list[ArchivedStanza], ArchiveRequest], Page] = archive.read
        self.features = ["urn:xmpp:mam:2", "urn:xmpp:carbons:2", "http://jabber.org/protocol/pubsub#publish"]
        self.published: dict[tuple[str, str], str] = {}
        """PEP items as XML, by bare address and node."""
        self.vcards: dict[str, str] = {}
        self.answers = dict(ANSWERS)
        """Handlers by name: called with the server and the stanza, they return XML or raise."""
        self.now = FIRST
        self._ids = 0

    # Called by tests.

    def cue(
        self, name: str, manner: Manner = Manner.INSTEAD, times: int | None = 1, answer: Any = None
    ) -> Cue:
        """Misbehave on a stanza.

        Args:
            name: A pattern of its name: of an IQ ``get query jabber:iq:roster``, and ``stream``, ``auth``,
                ``login``, ``bind``, ``enable``, ``resume``, ``r``, ``message chat``, ``presence``,
                ``presence subscribe``.
            manner: The kind of misbehaviour.
            times: How many times; None for always.
            answer: For ``INSTEAD``: XML, or a `StanzaError`.
        """
        return self.cues.add(name, manner, times, answer)

    @property
    def names(self) -> list[str]:
        """The names of all stanzas received."""
        return [name for name, _ in self.asked]

    def count(self, name: str) -> int:
        """Return how many stanzas of a name were received."""
        return self.names.count(name)

    def stanzas(self, name: str) -> list[Element]:
        """Return the stanzas of a name."""
        return [stanza for known, stanza in self.asked if known == name]

    async def wait_asked(self, name: str, count: int = 1) -> None:
        """Wait until a number of stanzas of a name were received in total."""
        await self.signal.until(lambda: self.count(name) >= count, f"{name} asked {count} times")

    def add_to_roster(self, jid: str, *, name: str = "", subscription: str = "both", more: str = "") -> None:
        """Add a contact to the roster without a push."""
        self.roster[jid] = f"<item jid='{jid}' name={quoteattr(name)} subscription='{subscription}' {more}/>"

    def item(self, jid: str) -> Element | None:
        """Return the roster item of a contact."""
        text = self.roster.get(jid)
        return fromstring(text) if text is not None else None

    def push(self, item: str, sender: str = OWN) -> None:
        """Push a roster change; another sender makes it a forgery."""
        self.send(
            f"<iq type='set' id='push{self.next_id()}' from='{sender}'>"
            f"<query xmlns='jabber:iq:roster'>{item}</query></iq>"
        )

    def shows(self, jid: str, inside: str = "", kind: str = "") -> None:
        """Change the presence of a contact's resource; remove it with ``kind="unavailable"``."""
        of_kind = f" type='{kind}'" if kind else ""
        stanza = f"<presence from='{jid}' to='{OWN}'{of_kind}>{inside}</presence>"
        if kind:
            self.presences.pop(jid, None)
        else:
            self.presences[jid] = stanza
        if self.is_visible:
            self.send(stanza)

    def asks(self, jid: str) -> None:
        """Send a subscription request from a contact."""
        self.requests[jid] = f"<presence from='{jid}' to='{OWN}' type='subscribe'/>"
        if self.is_visible:
            self.send(self.requests[jid])

    def says(
        self, jid: str, text: str, *, id: str = "", inside: str = "", told: bool = True
    ) -> ArchivedStanza:
        """Archive a message from a contact, and deliver it unless ``told`` is False."""
        inner = f"<body>{escape(text)}</body>{inside}"
        kept = self.keep(jid.partition("/")[0], self.message(jid, OWN, inner, id=id))
        if told:
            self.send(self.message(jid, OWN, inner + _stanza_id(kept), id=id))
        return kept

    def send_from_other_device(
        self, jid: str, text: str, *, id: str = "", told: bool = True
    ) -> ArchivedStanza:
        """Archive a message that the account sends from another device, and deliver its carbon."""
        inner = f"<body>{escape(text)}</body>"
        kept = self.keep(jid, self.message(f"{OWN}/phone", jid, inner, id=id))
        if told:
            self.carbon("sent", self.message(f"{OWN}/phone", jid, inner + _stanza_id(kept), id=id))
        return kept

    def carbon(self, way: str, message: str, sender: str = OWN) -> None:
        """Send a carbon; another sender makes it a forgery."""
        self.send(
            f"<message from='{sender}' type='chat'><{way} xmlns='urn:xmpp:carbons:2'>"
            f"<forwarded xmlns='urn:xmpp:forward:0'>{message}</forwarded></{way}></message>"
        )

    def message(self, sender: str, to: str, inside: str, *, id: str = "", kind: str = "chat") -> str:
        """Return a message stanza."""
        named = f" id={quoteattr(id)}" if id else ""
        head = f"<message xmlns='jabber:client' from='{sender}' to='{to}' type='{kind}'{named}>"
        return f"{head}{inside}</message>"

    def keep(self, party: str, message: str) -> ArchivedStanza:
        """Archive a message, one second after the previous one."""
        self.now += timedelta(seconds=1)
        stamp = self.now.strftime("%Y-%m-%dT%H:%M:%S.000Z")
        kept = ArchivedStanza(f"a{self.next_id()}", stamp, party, message)
        self.archive.append(kept)
        return kept

    def send(self, stanza: str) -> None:
        """Send a stanza to all clients, including those that may resume."""
        for session in self.sessions:
            session.send(stanza)

    def end(self, condition: str, text: str = "") -> None:
        """End all streams with an error (RFC 6120, 4.9.3)."""
        words = f"<text xmlns='urn:ietf:params:xml:ns:xmpp-streams'>{escape(text)}</text>" if text else ""
        error = f"<{condition} xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>{words}"
        for stream in self.streams:
            stream.end(f"<stream:error>{error}</stream:error>")

    @property
    def streams(self) -> list[Stream]:
        """The streams of connected clients."""
        return [session.stream for session in self.sessions if session.stream is not None]

    @property
    def is_visible(self) -> bool:
        """Whether the client has sent presence, so that it receives that of contacts."""
        own = (it for name, it in reversed(self.asked) if name in ("presence", "presence unavailable"))
        last = next((it for it in own if it.get("to") is None), None)
        return last is not None and last.get("type") is None

    async def start(self) -> None:
        """Start to listen."""
        await self.listener.start()

    async def stop(self) -> None:
        """Cut connections, refuse new ones and drop all resumable streams."""
        await self.listener.stop()
        self.drop_resumable()

    async def close(self) -> None:
        """Stop for good."""
        self.thaw()
        await self.listener.close()

    def cut(self) -> None:
        """Cut all connections; streams may be resumed."""
        self.listener.cut()

    def drop_resumable(self) -> None:
        """Drop the sessions of disconnected clients, so that they cannot resume."""
        self.sessions = [session for session in self.sessions if session.stream is not None]

    def freeze(self) -> None:
        """Stop reading and answering, like a suspended process; connections stay open."""
        self.going.clear()

    def thaw(self) -> None:
        """Continue, beginning with what was received meanwhile."""
        self.going.set()

    def next_id(self) -> int:
        """Return a new number."""
        self._ids += 1
        return self._ids

    # Called by streams.

    def resumable(self, sm_id: str) -> Session | None:
        """Return the session that can be resumed by an id."""
        return next((it for it in self.sessions if sm_id and it.sm_id == sm_id), None)

    def attach(self, session: Session, stream: Stream) -> None:
        """Attach a session to a new stream."""
        session.stream, stream.session = stream, session
        if session not in self.sessions:
            self.sessions.append(session)

    def away(self, session: Session) -> None:
        """Note that a client is disconnected; it may resume if that was negotiated."""
        session.stream = None
        if not session.sm_id:
            self.sessions.remove(session)
        self.signal.notify()

    def take(self, stream: Stream, stanza: Element) -> None:
        """Process a stanza. A cue may change the order of answers."""
        self.cues.start(self._take(stream, stanza), "scripted answer")

    async def answer(self, stream: Stream, name: str, right: str) -> None:
        """Send an answer, as changed by a cue."""
        cue = self.cues.of(name)
        match cue.manner if cue is not None else None:
            case Manner.INSTEAD if cue is not None:
                right = str(cue.answer)
            case Manner.HOLD if cue is not None:
                await cue.released()
            case Manner.SILENT:
                return
            case Manner.CUT:
                stream.cut()
                return
            case Manner.HALF:
                stream.write_half(right)
                return
            case Manner.TWICE:
                right += right
        await self.going.wait()
        stream.write(right)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self.going.wait()
        await Stream(self, writer).run(reader)

    async def _take(self, stream: Stream, stanza: Element) -> None:
        name = name_of(stanza)
        self.asked.append((name, stanza))
        cue = self.cues.of(name)
        self.signal.notify()
        if cue is not None and cue.manner is Manner.HOLD:
            await cue.released()
            await self.going.wait()
            cue = None
        if cue is not None and cue.manner in (Manner.CUT, Manner.SILENT):
            if cue.manner is Manner.CUT:
                stream.cut()
            return
        right = self._answer(stream, name, stanza, cue)
        self._deliver(stream, cue, right)
        self.signal.notify()

    def _deliver(self, stream: Stream, cue: Cue | None, right: str) -> None:
        if not right:
            return
        if cue is not None and cue.manner is Manner.HALF:
            stream.write_half(right)
            return
        times = 2 if cue is not None and cue.manner is Manner.TWICE else 1
        for _ in range(times):
            if stream.session is not None:
                stream.session.send(right)
            else:
                stream.write(right)

    def _answer(self, stream: Stream, name: str, stanza: Element, cue: Cue | None) -> str:
        id_ = quoteattr(stanza.get("id", ""))
        to = stream.session.jid if stream.session is not None else ""
        sender = f" from='{stanza.get('to')}'" if stanza.get("to") else ""
        frame = f"<iq type='{{kind}}' id={id_} to='{to}'{sender}>{{inside}}</iq>"
        try:
            if cue is not None and cue.manner is Manner.INSTEAD:
                if isinstance(cue.answer, StanzaError):
                    raise cue.answer
                return str(cue.answer)
            if stanza.tag != f"{CLIENT}iq":
                return self.answers[name.partition(" ")[0]](self, stream, stanza)
            if stanza.get("type") in ("result", "error"):
                return ""
            handle = self.answers.get(name, unavailable)
            return frame.format(kind="result", inside=handle(self, stream, stanza))
        except NotAnswered:
            return ""
        except StanzaError as error:
            if stanza.tag == f"{CLIENT}iq":
                return frame.format(kind="error", inside=error.xml)
            tag = stanza.tag.rpartition("}")[2]
            return f"<{tag} type='error' id={id_} from='{stanza.get('to', OWN)}'>{error.xml}</{tag}>"


def name_of(stanza: Element) -> str:
    """Return the name of a stanza: type and payload of an IQ, the type of others."""
    tag, kind = stanza.tag.rpartition("}")[2], stanza.get("type", "")
    if tag != "iq":
        return f"{tag} {kind}".strip()
    child = next(iter(stanza), None)
    if child is None:
        return kind
    space, _, word = child.tag.partition("}")
    return "bind" if word == "bind" else f"{kind} {word} {space.strip('{')}"


def text_of(stanza: Element) -> str:
    """Return a stanza as text, for failure messages."""
    return tostring(stanza, "unicode")


def _stanza_id(kept: ArchivedStanza) -> str:
    return f"<stanza-id xmlns='urn:xmpp:sid:0' id='{kept.id}' by='{OWN}'/>"


@asynccontextmanager
async def scripted_server() -> AsyncIterator[ScriptedServer]:
    """Run a chat server for the block."""
    server = ScriptedServer()
    await server.start()
    try:
        yield server
    finally:
        await server.close()
        server.cues.check()
