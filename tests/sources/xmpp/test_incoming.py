"""What comes of the kinds of messages that a scripted server hands over, and what goes out for them."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any

import pytest

from lampfield.model.change import (
    ContactChange,
    MessageChange,
    MessageEdit,
    ReceiptChange,
    RoomChange,
)
from lampfield.model.refusal import Refusal
from lampfield.model.room import MessageKind, Receipt, Revision, RoomState
from tests.sources.cues import Manner
from tests.sources.xmpp.expected import MAM, NOTICES, lose_stream, messages, wait_receipt
from tests.sources.xmpp.harness import BOB, CARA, connected_session, connecting_session
from tests.sources.xmpp.scripted_server import OWN, ScriptedServer, scripted_server

pytestmark = pytest.mark.virtual_time


def receipts(server: ScriptedServer) -> list[tuple[str, str]]:
    """Return the recipients and message ids of the receipts."""
    return [
        (it.get("to", ""), child.get("id", ""))
        for it in server.stanzas("message chat")
        for child in it.findall("{urn:xmpp:receipts}received")
    ]


REQUEST = "<request xmlns='urn:xmpp:receipts'/>"
OMEMO = "<encrypted xmlns='eu.siacs.conversations.axolotl'><payload>A</payload></encrypted>"


async def test_a_receipt_goes_out_for_what_is_shown_and_only_for_that() -> None:
    async with connected_session() as harness:
        server = harness.server
        await server.wait_asked(MAM, 1)
        server.says(f"{BOB}/x", "text", id="t1", inside=REQUEST)
        server.says(f"{BOB}/x", "no wish", id="t2")
        server.says(f"{BOB}/x", "no name", inside=REQUEST)
        server.says(f"{CARA}/x", "", id="t3", inside=REQUEST)
        server.says(f"{BOB}/x", "cannot read", id="t4", inside=OMEMO + REQUEST)
        copy = server.message(f"{BOB}/x", f"{OWN}/phone", f"<body>for the phone</body>{REQUEST}", id="t5")
        server.carbon("received", copy)
        await harness.seen.until(lambda: len(messages(harness)) == 5, "what is shown")
        await harness.session.post(BOB, "a word, so that all before it has gone out")
        assert receipts(server) == [(f"{BOB}/x", "t1")]


async def test_what_is_seen_is_marked_for_who_wants_it_once() -> None:
    async with connected_session() as harness:
        server = harness.server
        markable = "<markable xmlns='urn:xmpp:chat-markers:0'/>"
        for name in ("m1", "m2"):
            server.says(f"{BOB}/x", name, id=name, inside=markable)
        await harness.seen.until(lambda: len(messages(harness)) == 2, "both")
        last = harness.seen.of(MessageChange)[-1].id
        for _ in range(2):
            await harness.session.mark_seen(BOB, last)
        await harness.session.post(BOB, "after")
        marked = [
            child.get("id")
            for it in server.stanzas("message chat")
            for child in it.findall("{urn:xmpp:chat-markers:0}displayed")
        ]
        assert marked == ["m2"]


async def test_a_bounce_after_sent_names_the_message_and_the_reason() -> None:
    async with connected_session() as harness:
        server = harness.server
        sent = await harness.session.post(BOB, "can you take it?", "p1")
        words = "<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>blocked by policy</text>"
        error = (
            f"<error type='cancel'><not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>{words}</error>"
        )
        server.send(server.message(BOB, OWN, error, id="p1", kind="error"))
        failed = ReceiptChange(BOB, sent, Receipt.FAILED, "blocked by policy")
        await harness.seen.until(lambda: failed in harness.seen.of(ReceiptChange), "the bounce")


async def test_a_post_that_no_stream_brought_there_is_told_as_lost_and_one_that_arrived_as_sent() -> None:
    async with connected_session() as harness:
        server = harness.server
        await server.wait_asked(MAM, 1)
        for name, arrives in (("p1", False), ("p2", True)):
            server.cue("get ping urn:xmpp:ping", Manner.CUT)
            cue = server.cue("message chat", Manner.SILENT) if not arrives else None
            posting = asyncio.create_task(harness.session.post(BOB, name, name))
            await harness.down()
            server.drop_resumable()
            with pytest.raises(Refusal):
                await posting
            assert cue is None or cue.count == 1
            await harness.up()
            kind = Receipt.SENT if arrives else Receipt.FAILED
            await wait_receipt(harness, f"o:{name}", kind)
        assert [it.text for it in harness.seen.of(MessageChange)] == ["p1", "p2"]


async def test_what_a_server_announces_is_a_notice_and_no_person() -> None:
    async with connected_session() as harness:
        server = harness.server
        await server.wait_asked(MAM, 1)
        body = "<subject>Notice</subject><body>down at 17</body>"
        for sender, kind in (
            ("acme.test", "headline"),
            ("acme.test", "normal"),
            ("gw.acme.test", "headline"),
        ):
            server.send(server.message(sender, OWN, body, kind=kind))
        await harness.seen.until(lambda: len(messages(harness)) == 3, "all three")
        assert [(it.key, it.sender, it.text) for it in harness.seen.of(MessageChange)] == [
            (NOTICES, "acme.test", "Notice\ndown at 17"),
            (NOTICES, "acme.test", "Notice\ndown at 17"),
            (NOTICES, "gw.acme.test", "Notice\ndown at 17"),
        ]
        assert set(harness.seen.contacts) == {BOB, CARA}
        room = harness.seen.of(RoomChange)[-1]
        assert (room.key, room.label, room.state) == (NOTICES, "Notices", RoomState.CLOSED)
        with pytest.raises(Refusal):
            await harness.session.post(NOTICES, "thanks")
        await harness.session.leave_chat(NOTICES)


async def test_what_comes_from_a_room_of_many_is_a_notice() -> None:
    async with connected_session() as harness:
        server = harness.server
        await server.wait_asked(MAM, 1)
        room = "desk@rooms.acme.test"
        of_room = "<x xmlns='http://jabber.org/protocol/muc#user'/>"
        server.send(server.message(f"{room}/bobby", OWN, f"<body>psst</body>{of_room}"))
        invite = (
            "<x xmlns='http://jabber.org/protocol/muc#user'><invite from='bob@acme.test/x'/></x>"
            "<body>join</body>"
        )
        server.send(server.message(room, OWN, invite, kind="normal"))
        server.answers["get query http://jabber.org/protocol/disco#info"] = conference
        server.carbon("sent", server.message(f"{OWN}/phone", f"{room}/bobby", "<body>to bobby</body>"))
        server.carbon("sent", server.message(f"{OWN}/phone", "kim@far.test/x", "<body>to kim</body>"))
        await harness.seen.until(lambda: len(messages(harness)) == 4, "all four")
        told = {(it.key, it.sender, it.own, it.kind) for it in harness.seen.of(MessageChange)}
        assert told == {
            (NOTICES, f"bobby in {room}", False, MessageKind.PRIVATE),
            (NOTICES, "bob@acme.test", False, MessageKind.INVITATION),
            (NOTICES, "", True, MessageKind.PRIVATE),
            ("kim@far.test", "", True, MessageKind.TEXT),
        }
        assert set(harness.seen.contacts) == {BOB, CARA, "kim@far.test"}


def conference(_: Any, __: Any, stanza: Any) -> str:
    """Say of servers of rooms that they are."""
    category = "conference" if stanza.get("to") == "rooms.acme.test" else "server"
    return (
        "<query xmlns='http://jabber.org/protocol/disco#info'>"
        f"<identity category='{category}' type='text'/></query>"
    )


async def test_a_correction_that_comes_from_the_archive_is_in_its_place_also_in_the_history() -> None:
    replace = "<replace xmlns='urn:xmpp:message-correct:0' id='c1'/>"
    async with scripted_server() as server, AsyncExitStack() as stack:
        server.add_to_roster(BOB)
        server.says(f"{BOB}/x", "meet at 3", id="c1", told=False)
        server.says(f"{BOB}/x", "meet at 5", id="c2", inside=replace, told=False)
        harness = await stack.enter_async_context(connecting_session(server))
        await harness.up()
        await harness.session.open_chat(BOB)
        [message] = harness.seen.of(MessageChange)
        assert (message.text, message.revision, message.archived) == ("meet at 5", Revision.CORRECTED, True)
        await lose_stream(harness)
        server.says(f"{BOB}/x", "room 7", id="c3", told=False)
        more = replace.replace("c1", "c3")
        server.says(f"{BOB}/x", "room 8", id="c4", inside=more, told=False)
        await harness.up()
        edit_wanted = lambda: harness.seen.of(MessageEdit)  # noqa: E731
        await harness.seen.until(edit_wanted, "the correction")
        [edit] = harness.seen.of(MessageEdit)
        assert (edit.text, edit.revision) == ("room 8", Revision.CORRECTED)
        assert messages(harness)[-1] == (BOB, "room 7", False)


async def test_an_avatar_and_a_text_in_one_stanza_are_both_taken() -> None:
    info = "<info id='h1' type='image/png' bytes='1'/>"
    event = (
        "<event xmlns='http://jabber.org/protocol/pubsub#event'><items node='urn:xmpp:avatar:metadata'>"
        f"<item id='h1'><metadata xmlns='urn:xmpp:avatar:metadata'>{info}</metadata></item></items></event>"
    )
    async with connected_session() as harness:
        harness.server.says(f"{BOB}/x", "look", inside=event)
        await harness.seen.until(lambda: messages(harness), "the text")
        photos = [it.patch.photo_id for it in harness.seen.of(ContactChange) if it.key == BOB]
        assert photos[-1] == "h1"
