"""What another device of ours writes to somebody in a room: only the room's server tells that it is one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from xml.etree.ElementTree import Element

import pytest

from lampfield.model.change import MessageChange
from lampfield.model.room import MessageKind
from tests.sources.xmpp.desk import BOB, Desk, desk
from tests.sources.xmpp.scripted_answers import StanzaError
from tests.sources.xmpp.scripted_server import ScriptedServer
from tests.sources.xmpp.scripted_stream import Stream
from tests.sources.xmpp.told import NOTICES, messages, said

pytestmark = pytest.mark.virtual_time

DISCO = "get query http://jabber.org/protocol/disco#info"
ROOM = "desk@rooms.far.test"
OCCUPANT = f"{ROOM}/bobby"


def answer(sitting: Desk, category: str) -> None:
    """Let the server of the rooms answer what it is; empty: it refuses."""
    usual = sitting.server.answers[DISCO]

    def answers(server: ScriptedServer, stream: Stream, stanza: Element) -> str:
        if stanza.get("to") != "rooms.far.test":
            return usual(server, stream, stanza)
        if not category:
            raise StanzaError("cancel", "service-unavailable")
        identity = f"<identity category='{category}' type='text'/>"
        return f"<query xmlns='http://jabber.org/protocol/disco#info'>{identity}</query>"

    sitting.server.answers[DISCO] = answers


def asked(sitting: Desk) -> int:
    """Return how often the server of the rooms was asked what it is."""
    return [stanza.get("to") for stanza in sitting.server.stanzas(DISCO)].count("rooms.far.test")


@asynccontextmanager
async def reading_live(category: str) -> AsyncIterator[Desk]:
    """Have a session that has read the archive, and a server of rooms that answers what it is."""
    async with desk() as sitting:
        answer(sitting, category)
        sitting.server.says(f"{BOB}/x", "before")
        await said(sitting, BOB, "before")
        yield sitting


async def note(sitting: Desk, text: str) -> MessageChange:
    """Let another device write to somebody in the room. Returns what was told."""
    sitting.server.writes_elsewhere(OCCUPANT, text)
    await sitting.heard.until(lambda: text in messages(sitting)[-1][1], text)
    return sitting.heard.of(MessageChange)[-1]


async def test_a_note_into_a_room_is_told_among_the_notices_and_its_server_is_asked_once() -> None:
    async with reading_live("conference") as sitting:
        for text in ("first note", "second note"):
            told = await note(sitting, text)
            assert (told.key, told.kind, told.own) == (NOTICES, MessageKind.PRIVATE, True)
            assert told.text == f"Private message in the room {ROOM}: {text}"
        assert asked(sitting) == 1


@pytest.mark.parametrize("category", ["server", ""])
async def test_a_note_to_one_client_of_a_person_is_told_in_the_person_s_chat(category: str) -> None:
    async with reading_live(category) as sitting:
        told = await note(sitting, "a note")
        assert (told.key, told.kind, told.own, told.text) == (ROOM, MessageKind.TEXT, True, "a note")
        assert asked(sitting) == 1
