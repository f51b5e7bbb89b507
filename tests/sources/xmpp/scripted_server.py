"""A chat server of this process: one account, plain TCP at port 0, and everything that the source asks of it.

It answers as Prosody and ejabberd do, tells what happens, and misbehaves when a test says so::

    async with scripted_server() as server:
        server.befriend("bob@acme.test", name="Bob Berg")
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

from tests.sources.cues import Cue, Cues, Happening, Manner
from tests.sources.listening import Listener
from tests.sources.xmpp import scripted_archive as archive
from tests.sources.xmpp.scripted_answers import ANSWERS, NotAnswered, StanzaError, unavailable
from tests.sources.xmpp.scripted_archive import ArchivedStanza, ArchiveRequest, Page
from tests.sources.xmpp.scripted_stream import CLIENT, Session, Stream

OWN = "alice@acme.test"
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
"""When everything begins; each message is a second later."""


class ScriptedServer:
    """The server. All that is public may be changed by a test."""

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
        self.happening = Happening()
        self.listener = Listener(self._serve, self.cues)
        self.sessions: list[Session] = []
        """Of clients that are there, or may come back."""
        self.roster: dict[str, str] = {}
        """Items as XML by bare address."""
        self.blocked: list[str] = []
        self.presences: dict[str, str] = {}
        """Presence stanzas by full address, told at each first presence of a client."""
        self.requests: dict[str, str] = {}
        """The same of those who ask and wait for an answer."""
        self.archive: list[ArchivedStanza] = []
        self.read_archive: Callable[[list[ArchivedStanza], ArchiveRequest], Page] = archive.read
        self.features = ["urn:xmpp:mam:2", "urn:xmpp:carbons:2", "http://jabber.org/protocol/pubsub#publish"]
        self.published: dict[tuple[str, str], str] = {}
        """Items of PEP as XML, by bare address and node."""
        self.vcards: dict[str, str] = {}
        self.answers = dict(ANSWERS)
        """What answers an IQ, by name: called with the server and the stanza, it returns XML or raises."""
        self.now = FIRST
        self._ids = 0

    # What a test does.

    def cue(
        self, name: str, manner: Manner = Manner.INSTEAD, times: int | None = 1, answer: Any = None
    ) -> Cue:
        """Misbehave at what is asked.

        Args:
            name: A pattern of its name: of an IQ ``get query jabber:iq:roster``, and ``stream``, ``auth``,
                ``login``, ``bind``, ``enable``, ``resume``, ``r``, ``message chat``, ``presence``,
                ``presence subscribe``.
            manner: How.
            times: How many times; None: always.
            answer: For ``INSTEAD``: XML, or a `StanzaError`.
        """
        return self.cues.add(name, manner, times, answer)

    @property
    def names(self) -> list[str]:
        """The names of all that was asked."""
        return [name for name, _ in self.asked]

    def count(self, name: str) -> int:
        """Return how many times something was asked."""
        return self.names.count(name)

    def stanzas(self, name: str) -> list[Element]:
        """Return what was asked by a name."""
        return [stanza for known, stanza in self.asked if known == name]

    async def wait_asked(self, name: str, count: int = 1) -> None:
        """Wait until something was asked so many times in all."""
        await self.happening.until(lambda: self.count(name) >= count, f"{name} asked {count} times")

    def add_to_roster(self, jid: str, *, name: str = "", subscription: str = "both", more: str = "") -> None:
        """Put somebody into the roster, without a push."""
        self.roster[jid] = f"<item jid='{jid}' name={quoteattr(name)} subscription='{subscription}' {more}/>"

    def item(self, jid: str) -> Element | None:
        """Return somebody's item of the roster."""
        text = self.roster.get(jid)
        return fromstring(text) if text is not None else None

    def push(self, item: str, sender: str = OWN) -> None:
        """Push a change of the roster; a forged one has another sender."""
        self.send(
            f"<iq type='set' id='push{self.next_id()}' from='{sender}'>"
            f"<query xmlns='jabber:iq:roster'>{item}</query></iq>"
        )

    def shows(self, jid: str, inside: str = "", kind: str = "") -> None:
        """Let somebody's resource have another presence, or none with ``kind="unavailable"``."""
        of_kind = f" type='{kind}'" if kind else ""
        stanza = f"<presence from='{jid}' to='{OWN}'{of_kind}>{inside}</presence>"
        if kind:
            self.presences.pop(jid, None)
        else:
            self.presences[jid] = stanza
        if self.is_visible:
            self.send(stanza)

    def asks(self, jid: str) -> None:
        """Let somebody ask for the account's presence."""
        self.requests[jid] = f"<presence from='{jid}' to='{OWN}' type='subscribe'/>"
        if self.is_visible:
            self.send(self.requests[jid])

    def says(
        self, jid: str, text: str, *, id: str = "", inside: str = "", told: bool = True
    ) -> ArchivedStanza:
        """Let somebody write: it goes into the archive, and to the client unless nothing is told of it."""
        inner = f"<body>{escape(text)}</body>{inside}"
        kept = self.keep(jid.partition("/")[0], self.message(jid, OWN, inner, id=id))
        if told:
            self.send(self.message(jid, OWN, inner + _stanza_id(kept), id=id))
        return kept

    def send_from_other_device(
        self, jid: str, text: str, *, id: str = "", told: bool = True
    ) -> ArchivedStanza:
        """Let the account itself write on another device: it is archived, and comes as a carbon."""
        inner = f"<body>{escape(text)}</body>"
        kept = self.keep(jid, self.message(f"{OWN}/phone", jid, inner, id=id))
        if told:
            self.carbon("sent", self.message(f"{OWN}/phone", jid, inner + _stanza_id(kept), id=id))
        return kept

    def carbon(self, way: str, message: str, sender: str = OWN) -> None:
        """Send a carbon; a forged one has another sender."""
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
        """Put a message into the archive, a second after the one before."""
        self.now += timedelta(seconds=1)
        stamp = self.now.strftime("%Y-%m-%dT%H:%M:%S.000Z")
        kept = ArchivedStanza(f"a{self.next_id()}", stamp, party, message)
        self.archive.append(kept)
        return kept

    def send(self, stanza: str) -> None:
        """Send a stanza to all clients; to one who is away and may resume when it is back."""
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
        """The streams of clients that are there."""
        return [session.stream for session in self.sessions if session.stream is not None]

    @property
    def is_visible(self) -> bool:
        """Whether the client has told a presence, so that it is told those of others."""
        own = (it for name, it in reversed(self.asked) if name in ("presence", "presence unavailable"))
        last = next((it for it in own if it.get("to") is None), None)
        return last is not None and last.get("type") is None

    async def start(self) -> None:
        """Be there."""
        await self.listener.start()

    async def stop(self) -> None:
        """Be gone: connections are cut, new ones refused, and no stream can be resumed later."""
        await self.listener.stop()
        self.drop_resumable()

    async def close(self) -> None:
        """Be gone for good."""
        self.thaw()
        await self.listener.close()

    def cut(self) -> None:
        """Cut all connections; streams may be resumed."""
        self.listener.cut()

    def drop_resumable(self) -> None:
        """Forget those who are away: their streams can no longer be resumed."""
        self.sessions = [session for session in self.sessions if session.stream is not None]

    def freeze(self) -> None:
        """Stand still, as a process that is stopped: connections open, and nothing is answered."""
        self.going.clear()

    def thaw(self) -> None:
        """Go on, first with all that was asked meanwhile."""
        self.going.set()

    def next_id(self) -> int:
        """Return a number that was not used before."""
        self._ids += 1
        return self._ids

    # What streams ask of it.

    def resumable(self, sm_id: str) -> Session | None:
        """Return the session that can be resumed by an id."""
        return next((it for it in self.sessions if sm_id and it.sm_id == sm_id), None)

    def attach(self, session: Session, stream: Stream) -> None:
        """Let a session go on over a new stream."""
        session.stream, stream.session = stream, session
        if session not in self.sessions:
            self.sessions.append(session)

    def away(self, session: Session) -> None:
        """Note that a client is not there; it may be resumed where that was agreed."""
        session.stream = None
        if not session.sm_id:
            self.sessions.remove(session)
        self.happening.happened()

    def take(self, stream: Stream, stanza: Element) -> None:
        """Take a stanza of a client. Answers may come in another order where a cue says so."""
        self.cues.start(self._take(stream, stanza), "scripted answer")

    async def answer(self, stream: Stream, name: str, right: str) -> None:
        """Send an answer, or what a cue makes of it."""
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
        self.happening.happened()
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
        self.happening.happened()

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
    """Return a stanza's name: of an IQ its type and what it is about, of others their type."""
    tag, kind = stanza.tag.rpartition("}")[2], stanza.get("type", "")
    if tag != "iq":
        return f"{tag} {kind}".strip()
    child = next(iter(stanza), None)
    if child is None:
        return kind
    space, _, word = child.tag.partition("}")
    return "bind" if word == "bind" else f"{kind} {word} {space.strip('{')}"


def text_of(stanza: Element) -> str:
    """Return a stanza as text, for the failure of a test."""
    return tostring(stanza, "unicode")


def _stanza_id(kept: ArchivedStanza) -> str:
    return f"<stanza-id xmlns='urn:xmpp:sid:0' id='{kept.id}' by='{OWN}'/>"


@asynccontextmanager
async def scripted_server() -> AsyncIterator[ScriptedServer]:
    """Have a chat server while the block runs."""
    server = ScriptedServer()
    await server.start()
    try:
        yield server
    finally:
        await server.close()
        server.cues.check()
