"""What another device of ours writes to somebody in a room: only the room's server tells that it is one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from xml.etree.ElementTree import Element

import pytest

from lampfield.model.change import MessageChange
from lampfield.model.room import MessageKind
from tests.sources.xmpp.expected import NOTICES, messages, wait_unread
from tests.sources.xmpp.harness import BOB, ChatHarness, connected_session
from tests.sources.xmpp.scripted_answers import StanzaError
from tests.sources.xmpp.scripted_server import ScriptedServer
from tests.sources.xmpp.scripted_stream import Stream

pytestmark = pytest.mark.virtual_time

DISCO = "get query http://jabber.org/protocol/disco#info"
ROOM = "desk@rooms.far.test"
OCCUPANT = f"{ROOM}/bobby"


def answer(harness: ChatHarness, category: str) -> None:
    """Let the server of the rooms answer what it is; empty: it refuses."""
    usual = harness.server.answers[DISCO]

    def answers(server: ScriptedServer, stream: Stream, stanza: Element) -> str:
        if stanza.get("to") != "rooms.far.test":
            return usual(server, stream, stanza)
        if not category:
            raise StanzaError("cancel", "service-unavailable")
        identity = f"<identity category='{category}' type='text'/>"
        return f"<query xmlns='http://jabber.org/protocol/disco#info'>{identity}</query>"

    harness.server.answers[DISCO] = answers


def asked(harness: ChatHarness) -> int:
    """Return how often the server of the rooms was asked what it is."""
    return [stanza.get("to") for stanza in harness.server.stanzas(DISCO)].count("rooms.far.test")


@asynccontextmanager
async def reading_live(category: str) -> AsyncIterator[ChatHarness]:
    """Have a session that has read the archive, and a server of rooms that answers what it is."""
    async with connected_session() as harness:
        answer(harness, category)
        harness.server.says(f"{BOB}/x", "before")
        await wait_unread(harness, BOB, "before")
        yield harness


async def note(harness: ChatHarness, text: str) -> MessageChange:
    """Send from another device to an occupant of the room. Returns the changes."""
    harness.server.send_from_other_device(OCCUPANT, text)
    await harness.seen.until(lambda: text in messages(harness)[-1][1], text)
    return harness.seen.of(MessageChange)[-1]


async def test_private_room_message_is_a_notice_and_its_server_is_queried_once() -> None:
    async with reading_live("conference") as harness:
        for text in ("first note", "second note"):
            told = await note(harness, text)
            assert (told.key, told.kind, told.own) == (NOTICES, MessageKind.PRIVATE, True)
            assert told.text == f"Private message in the room {ROOM}: {text}"
        assert asked(harness) == 1


@pytest.mark.parametrize("category", ["server", ""])
async def test_message_to_one_client_stays_in_its_chat(category: str) -> None:
    async with reading_live(category) as harness:
        told = await note(harness, "a note")
        assert (told.key, told.kind, told.own, told.text) == (ROOM, MessageKind.TEXT, True, "a note")
        assert asked(harness) == 1
