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
from tests.sources.xmpp.desk import BOB, CARA, desk, desk_at
from tests.sources.xmpp.scripted_server import OWN, ScriptedServer, scripted_server
from tests.sources.xmpp.told import MAM, NOTICES, became, lose, messages

pytestmark = pytest.mark.virtual_time


def receipts(server: ScriptedServer) -> list[tuple[str, str]]:
    """Return to whom receipts went, and for what."""
    return [
        (it.get("to", ""), child.get("id", ""))
        for it in server.stanzas("message chat")
        for child in it.findall("{urn:xmpp:receipts}received")
    ]


REQUEST = "<request xmlns='urn:xmpp:receipts'/>"
OMEMO = "<encrypted xmlns='eu.siacs.conversations.axolotl'><payload>A</payload></encrypted>"


async def test_a_receipt_goes_out_for_what_is_shown_and_only_for_that() -> None:
    async with desk() as sitting:
        server = sitting.server
        await server.until_asked(MAM, 1)
        server.says(f"{BOB}/x", "text", id="t1", inside=REQUEST)
        server.says(f"{BOB}/x", "no wish", id="t2")
        server.says(f"{BOB}/x", "no name", inside=REQUEST)
        server.says(f"{CARA}/x", "", id="t3", inside=REQUEST)
        server.says(f"{BOB}/x", "cannot read", id="t4", inside=OMEMO + REQUEST)
        copy = server.message(f"{BOB}/x", f"{OWN}/phone", f"<body>for the phone</body>{REQUEST}", id="t5")
        server.carbon("received", copy)
        await sitting.heard.until(lambda: len(messages(sitting)) == 5, "what is shown")
        await sitting.session.post(BOB, "a word, so that all before it has gone out")
        assert receipts(server) == [(f"{BOB}/x", "t1")]


async def test_what_is_seen_is_marked_for_who_wants_it_once() -> None:
    async with desk() as sitting:
        server = sitting.server
        markable = "<markable xmlns='urn:xmpp:chat-markers:0'/>"
        for name in ("m1", "m2"):
            server.says(f"{BOB}/x", name, id=name, inside=markable)
        await sitting.heard.until(lambda: len(messages(sitting)) == 2, "both")
        last = sitting.heard.of(MessageChange)[-1].id
        for _ in range(2):
            await sitting.session.mark_seen(BOB, last)
        await sitting.session.post(BOB, "after")
        marked = [
            child.get("id")
            for it in server.stanzas("message chat")
            for child in it.findall("{urn:xmpp:chat-markers:0}displayed")
        ]
        assert marked == ["m2"]


async def test_a_bounce_after_sent_names_the_message_and_the_reason() -> None:
    async with desk() as sitting:
        server = sitting.server
        sent = await sitting.session.post(BOB, "can you take it?", "p1")
        words = "<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>blocked by policy</text>"
        error = (
            f"<error type='cancel'><not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>{words}</error>"
        )
        server.send(server.message(BOB, OWN, error, id="p1", kind="error"))
        failed = ReceiptChange(BOB, sent, Receipt.FAILED, "blocked by policy")
        await sitting.heard.until(lambda: failed in sitting.heard.of(ReceiptChange), "the bounce")


async def test_a_post_that_no_stream_brought_there_is_told_as_lost_and_one_that_arrived_as_sent() -> None:
    async with desk() as sitting:
        server = sitting.server
        await server.until_asked(MAM, 1)
        for name, arrives in (("p1", False), ("p2", True)):
            server.cue("get ping urn:xmpp:ping", Manner.CUT)
            cue = server.cue("message chat", Manner.SILENT) if not arrives else None
            posting = asyncio.create_task(sitting.session.post(BOB, name, name))
            await sitting.down()
            server.expire()
            with pytest.raises(Refusal):
                await posting
            assert cue is None or cue.count == 1
            await sitting.up()
            kind = Receipt.SENT if arrives else Receipt.FAILED
            await became(sitting, f"o:{name}", kind)
        assert [it.text for it in sitting.heard.of(MessageChange)] == ["p1", "p2"]


async def test_what_a_server_announces_is_a_notice_and_no_person() -> None:
    async with desk() as sitting:
        server = sitting.server
        await server.until_asked(MAM, 1)
        body = "<subject>Notice</subject><body>down at 17</body>"
        for sender, kind in (
            ("acme.test", "headline"),
            ("acme.test", "normal"),
            ("gw.acme.test", "headline"),
        ):
            server.send(server.message(sender, OWN, body, kind=kind))
        await sitting.heard.until(lambda: len(messages(sitting)) == 3, "all three")
        assert [(it.key, it.sender, it.text) for it in sitting.heard.of(MessageChange)] == [
            (NOTICES, "acme.test", "Notice\ndown at 17"),
            (NOTICES, "acme.test", "Notice\ndown at 17"),
            (NOTICES, "gw.acme.test", "Notice\ndown at 17"),
        ]
        assert set(sitting.heard.contacts) == {BOB, CARA}
        room = sitting.heard.of(RoomChange)[-1]
        assert (room.key, room.label, room.state) == (NOTICES, "Notices", RoomState.CLOSED)
        with pytest.raises(Refusal):
            await sitting.session.post(NOTICES, "thanks")
        await sitting.session.leave_chat(NOTICES)


async def test_what_comes_from_a_room_of_many_is_a_notice() -> None:
    async with desk() as sitting:
        server = sitting.server
        await server.until_asked(MAM, 1)
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
        await sitting.heard.until(lambda: len(messages(sitting)) == 4, "all four")
        told = {(it.key, it.sender, it.own, it.kind) for it in sitting.heard.of(MessageChange)}
        assert told == {
            (NOTICES, f"bobby in {room}", False, MessageKind.PRIVATE),
            (NOTICES, "bob@acme.test", False, MessageKind.INVITATION),
            (NOTICES, "", True, MessageKind.PRIVATE),
            ("kim@far.test", "", True, MessageKind.TEXT),
        }
        assert set(sitting.heard.contacts) == {BOB, CARA, "kim@far.test"}


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
        server.befriend(BOB)
        server.says(f"{BOB}/x", "meet at 3", id="c1", told=False)
        server.says(f"{BOB}/x", "meet at 5", id="c2", inside=replace, told=False)
        sitting = await stack.enter_async_context(desk_at(server))
        await sitting.up()
        await sitting.session.open_chat(BOB)
        [message] = sitting.heard.of(MessageChange)
        assert (message.text, message.revision, message.archived) == ("meet at 5", Revision.CORRECTED, True)
        await lose(sitting)
        server.says(f"{BOB}/x", "room 7", id="c3", told=False)
        more = replace.replace("c1", "c3")
        server.says(f"{BOB}/x", "room 8", id="c4", inside=more, told=False)
        await sitting.up()
        edit_wanted = lambda: sitting.heard.of(MessageEdit)  # noqa: E731
        await sitting.heard.until(edit_wanted, "the correction")
        [edit] = sitting.heard.of(MessageEdit)
        assert (edit.text, edit.revision) == ("room 8", Revision.CORRECTED)
        assert messages(sitting)[-1] == (BOB, "room 7", False)


async def test_an_avatar_and_a_text_in_one_stanza_are_both_taken() -> None:
    info = "<info id='h1' type='image/png' bytes='1'/>"
    event = (
        "<event xmlns='http://jabber.org/protocol/pubsub#event'><items node='urn:xmpp:avatar:metadata'>"
        f"<item id='h1'><metadata xmlns='urn:xmpp:avatar:metadata'>{info}</metadata></item></items></event>"
    )
    async with desk() as sitting:
        sitting.server.says(f"{BOB}/x", "look", inside=event)
        await sitting.heard.until(lambda: messages(sitting), "the text")
        photos = [it.patch.photo_id for it in sitting.heard.of(ContactChange) if it.key == BOB]
        assert photos[-1] == "h1"
