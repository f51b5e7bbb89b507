"""Stanzas as the field sends them, from the server through source and hub to the client of a board."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import lampfield
from lampfield.client.handles import Room
from lampfield.client.pbx import PBX
from lampfield.hub.server import HubServer
from lampfield.model.account import Account
from lampfield.model.link import LinkName, LinkState
from lampfield.model.room import Message, MessageKind, Receipt, Revision
from lampfield.sources.xmpp.source import XmppSource
from tests.sources.xmpp.scripted_server import OWN, ScriptedServer, scripted_server
from tests.waiting import until

BOT = "bot@gw.acme.test"
CHAT_STATES = "<active xmlns='http://jabber.org/protocol/chatstates'/>"


class Operator:
    """An operator at a scripted chat server, with Bot in the roster."""

    def __init__(self, server: ScriptedServer, pbx: PBX) -> None:
        self.server = server
        self.pbx = pbx

    def gets(self, inside: str, id_: str = "", *, archived: bool = True) -> None:
        """Let Bot send a message."""
        message = self.server.message(f"{BOT}/x", OWN, inside, id=id_)
        given = ""
        if archived:
            kept = self.server.keep(BOT, message)
            given = f"<stanza-id xmlns='urn:xmpp:sid:0' id='{kept.id}' by='{OWN}'/>"
        self.server.send(self.server.message(f"{BOT}/x", OWN, inside + given, id=id_))

    @property
    def room(self) -> Room:
        """The chat with Bot."""
        return next(room for room in self.pbx.rooms if room.contact and room.contact.chat_id == BOT)

    @property
    def log(self) -> tuple[Message, ...]:
        """What was said with Bot."""
        return self.room.log if len(self.pbx.rooms) else ()

    @property
    def texts(self) -> list[str]:
        """The same, as texts."""
        return [message.msg for message in self.log]

    async def reads(self, *texts: str) -> None:
        """Wait until just these texts stand in the chat with Bot."""
        try:
            await until(lambda: self.texts == list(texts), "the texts")
        except AssertionError:
            assert self.texts == list(texts)


@asynccontextmanager
async def operator() -> AsyncIterator[Operator]:
    """Have an operator with an open chat link."""
    async with scripted_server() as server:
        server.add_to_roster(BOT, name="Bot")
        source = XmppSource("127.0.0.1", server.listener.port, "none")
        account = Account(name="reception", secret="s", jid=OWN, password="secret")
        async with (
            HubServer([account], [source], linger=0.0) as hub,
            lampfield.connect(hub.url, account="reception", secret="s") as pbx,
        ):
            links = pbx.links
            is_up = lambda: LinkName.CHAT in links and links[LinkName.CHAT].state is LinkState.UP  # noqa: E731
            await until(is_up, "the chat link")
            await server.wait_asked("set query urn:xmpp:mam:2", 2)
            yield Operator(server, pbx)


async def test_ids_that_come_again_change_nothing_and_their_messages_are_new() -> None:
    async with operator() as alice:
        for id_, text in (("aa0a", "Good morning"), ("aa1a", "Mr Brown on line 2"), ("aa2a", "Thanks")):
            alice.gets(f"<body>{text}</body>", id_)
        await alice.reads("Good morning", "Mr Brown on line 2", "Thanks")
        before = alice.log
        await alice.room.see()
        await until(lambda: alice.room.unread == 0, "all is read")
        alice.gets("<body>Urgent: fire in room 4</body>", "aa0a")
        alice.gets("<body>please call me</body>", "aa1a")
        await alice.reads(*(one.msg for one in before), "Urgent: fire in room 4", "please call me")
        assert alice.log[:3] == before
        assert alice.room.unread == 2
        await alice.room.history()
        assert len(alice.log) == 5


async def test_messages_without_any_id_neither_vanish_nor_double() -> None:
    async with operator() as alice:
        for text in ("noid 1", "noid 2"):
            alice.gets(f"<body>{text}</body>")
            alice.gets(f"<body>{text}</body>", archived=False)
        await alice.reads("noid 1", "noid 1", "noid 2", "noid 2")
        await alice.room.history()
        assert len(alice.log) == 4
        assert alice.room.unread == 4


async def test_a_bounce_after_sent_shows_why() -> None:
    async with operator() as alice:
        contact = next(contact for contact in alice.pbx.contacts if contact.chat_id == BOT)
        room = await contact.chat()
        await room.post("can you take it?", "p1")
        await until(lambda: alice.log[-1].receipt is Receipt.SENT, "sent")
        words = "<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>blocked by policy</text>"
        error = (
            f"<error type='cancel'><not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>{words}</error>"
        )
        alice.server.send(alice.server.message(BOT, OWN, error, id="p1", kind="error"))
        await until(lambda: alice.log[-1].receipt is Receipt.FAILED, "not delivered")
        assert alice.log[-1].reason == "blocked by policy"


async def test_an_encrypted_message_is_shown_as_one_and_gets_no_receipt() -> None:
    omemo = (
        "<encrypted xmlns='eu.siacs.conversations.axolotl'><payload>AAAA</payload></encrypted>"
        "<request xmlns='urn:xmpp:receipts'/>"
    )
    async with operator() as alice:
        alice.gets(omemo, "c9")
        alice.gets("<body>hi</body><request xmlns='urn:xmpp:receipts'/>", "c10")
        await until(lambda: len(alice.log) == 2, "both")
        assert alice.log[0].kind is MessageKind.ENCRYPTED
        assert "cannot read" in alice.log[0].msg
        assert alice.room.unread == 2
        await alice.server.wait_asked("message chat", 1)
        received = [
            stanza.find("{urn:xmpp:receipts}received") for stanza in alice.server.stanzas("message chat")
        ]
        assert [one.get("id") for one in received if one is not None] == ["c10"]


async def test_no_stamp_of_another_moves_a_message() -> None:
    stamps = ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2001-01-01T00:00:00Z")
    async with operator() as alice:
        alice.gets("<body>good morning</body>", "k1")
        for stamp in stamps:
            for by in ("", " from='acme.test'", " from='gw.acme.test'"):
                alice.gets(f"<body>{stamp}{by}</body><delay xmlns='urn:xmpp:delay' stamp='{stamp}'{by}/>")
        alice.gets("<body>the latest message</body>", "k4")
        await until(lambda: len(alice.log) == 11, "all")
        assert alice.texts[0] == "good morning"
        assert alice.texts[-1] == "the latest message"
        assert [one.msg_id for one in alice.log] == sorted(one.msg_id for one in alice.log)
        claimed = [one.msg for one in alice.log if one.claimed_time]
        assert claimed == ["2001-01-01T00:00:00Z", "2001-01-01T00:00:00Z from='gw.acme.test'"]


async def test_a_correction_is_the_same_message_until_that_was_read() -> None:
    replace = "<replace id='{}' xmlns='urn:xmpp:message-correct:0'/>"
    async with operator() as alice:
        alice.gets("<body>meet at 3</body>", "c1")
        alice.gets(f"<body>meet at 5</body>{replace.format('c1')}", "c2")
        await alice.reads("meet at 5")
        assert alice.log[0].revision is Revision.CORRECTED
        assert alice.room.unread == 1
        await alice.room.see()
        alice.gets(f"<body>meet at 6</body>{replace.format('c1')}", "c3")
        await alice.reads("meet at 5", "meet at 6")
        assert [one.revision for one in alice.log] == [Revision.OUTDATED, Revision.CORRECTION]
        assert alice.room.unread == 1


async def test_subjects_languages_and_all_that_a_stanza_says_are_shown() -> None:
    async with operator() as alice:
        alice.gets("<body xml:lang='es'>hola</body><body xml:lang='ru'>privet</body><body>hi</body>", "l1")
        alice.gets("<subject>Call back 0161 496 0000</subject>", "s1")
        alice.gets("<subject>Invoice 7</subject><body>please pay</body>", "s2")
        alice.gets(f"<body>text</body><received xmlns='urn:xmpp:receipts' id='zz'/>{CHAT_STATES}", "s3")
        await alice.reads("hi", "Call back 0161 496 0000", "Invoice 7\nplease pay", "text")
        notice = "<subject>Notice</subject><body>The server goes down at 17:00</body>"
        alice.server.send(alice.server.message("gw.acme.test", OWN, notice, kind="headline"))
        await until(lambda: len(alice.pbx.rooms) == 2, "a chat for it")
        room = next(room for room in alice.pbx.rooms if room.contact is None)
        assert (room.label, room.unread) == ("Notices", 1)
        assert (room.log[0].sender_name, room.log[0].kind) == ("gw.acme.test", MessageKind.HEADLINE)
        assert [contact.chat_id for contact in alice.pbx.contacts] == [BOT]


async def test_what_was_read_on_another_device_is_read_here() -> None:
    displayed = "<displayed xmlns='urn:xmpp:chat-markers:0' id='m2'/>"
    async with operator() as alice:
        for id_ in ("m1", "m2", "m3"):
            alice.gets(f"<body>{id_}</body>", id_)
        await until(lambda: len(alice.log) == 3 and alice.room.unread == 3, "three unread")
        alice.server.carbon("sent", alice.server.message(f"{OWN}/phone", BOT, displayed))
        await until(lambda: alice.room.unread == 1, "one unread")
        alice.server.send_from_other_device(BOT, "yes")
        await until(lambda: alice.room.unread == 0, "none unread")


async def test_a_receipt_that_another_device_sends_is_none_of_ours() -> None:
    received = "<received xmlns='urn:xmpp:receipts' id='p1'/>"
    async with operator() as alice:
        contact = next(contact for contact in alice.pbx.contacts if contact.chat_id == BOT)
        room = await contact.chat()
        await room.post("hello", "p1")
        alice.server.carbon("sent", alice.server.message(f"{OWN}/phone", BOT, received))
        alice.gets("<body>after it</body>")
        await alice.reads("hello", "after it")
        assert alice.log[0].receipt is Receipt.SENT
