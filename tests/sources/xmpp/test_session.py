"""The session of a chat account, from its first byte, at a server that misbehaves on cue."""

from typing import Any

import pytest

from lampfield.model.change import MessageChange
from lampfield.model.contact import ContactPatch
from lampfield.model.identity import ContactKey
from lampfield.model.link import LinkName, LinkState
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.relationship import Relationship
from lampfield.model.show import Show
from tests.sources.cues import Manner
from tests.sources.xmpp.desk import BOB, CARA, desk, desk_at
from tests.sources.xmpp.scripted_server import ScriptedServer, scripted_server

pytestmark = pytest.mark.virtual_time


def patch_of(sitting: Any, key: str) -> ContactPatch:
    """Return what was told of somebody."""
    patch: ContactPatch = sitting.heard.contacts[key]
    return patch


async def test_the_roster_is_told_and_then_the_link_is_up() -> None:
    async with scripted_server() as server:
        server.befriend(BOB, name="Bob Berg")
        server.befriend(CARA, name="Cara Cole", subscription="none", more="ask='subscribe'")
        server.shows(f"{BOB}/desk", "<show>dnd</show><status>in a meeting</status>")
        held = server.cue("get query jabber:iq:roster", Manner.HOLD)
        async with desk_at(server) as sitting:
            await held.reached()
            assert sitting.heard.contacts == {}
            assert sitting.heard.state_of(LinkName.CHAT) is LinkState.CONNECTING
            held.release()
            await sitting.up()
            assert {key: it.name for key, it in sitting.heard.contacts.items()} == {
                BOB: "Bob Berg",
                CARA: "Cara Cole",
            }
            assert sitting.shows(BOB) == {"desk": ("dnd", "in a meeting")}
            assert patch_of(sitting, BOB).relationship is Relationship.MUTUAL
            assert patch_of(sitting, CARA).relationship is Relationship.ASKED


@pytest.mark.parametrize("manner", [Manner.CUT, Manner.HALF, Manner.SILENT])
@pytest.mark.parametrize("name", ["stream", "auth", "login", "bind", "get query jabber:iq:roster"])
async def test_a_line_that_fails_at_any_step_comes_back(name: str, manner: Manner) -> None:
    async with scripted_server() as server:
        server.befriend(BOB, name="Bob Berg")
        cue = server.cue(name, manner)
        async with desk_at(server) as sitting:
            assert await sitting.down()
            await sitting.up()
            assert cue.count == 1
            assert list(sitting.heard.contacts) == [BOB]


async def test_a_wrong_password_is_told_and_not_tried_at_once_again() -> None:
    async with scripted_server() as server:
        server.password = "another"
        async with desk_at(server) as sitting:
            assert "refuses the login of alice@acme.test" in await sitting.down()
            assert server.listener.connections == 1
            server.password = "secret"
            await sitting.up()
            assert server.listener.connections == 2


async def test_a_server_that_is_gone_is_looked_for_until_it_is_there() -> None:
    server = ScriptedServer()
    try:
        async with desk_at(server) as sitting:
            assert "Nothing answers at 127.0.0.1" in await sitting.down()
            await server.start()
            await sitting.up()
    finally:
        await server.close()


async def test_a_stream_that_is_resumed_brings_what_was_said_meanwhile_and_asks_for_no_roster() -> None:
    async with desk() as sitting:
        server = sitting.server
        for text in ("one", "two"):
            server.cut()
            await sitting.down()
            server.says(f"{BOB}/desk", text, id=text)
            server.shows(f"{CARA}/desk", f"<status>{text}</status>")
            await sitting.up()
            await sitting.heard.until(lambda: sitting.shows(CARA), "presence of the outage")
            assert sitting.shows(CARA) == {"desk": ("available", text)}
        assert server.count("get query jabber:iq:roster") == 1
        told = [it.text for it in sitting.heard.of(MessageChange)]
        assert sorted(set(told)) == ["one", "two"]


async def test_who_went_offline_while_a_stream_could_not_be_resumed_is_offline() -> None:
    async with desk() as sitting:
        server = sitting.server
        for _ in range(2):
            server.shows(f"{BOB}/desk")
            await sitting.heard.until(lambda: sitting.shows(BOB), "Bob")
            server.cut()
            await sitting.down()
            server.expire()
            server.shows(f"{BOB}/desk", kind="unavailable")
            await sitting.up()
            assert sitting.shows(BOB) == {}
        assert server.count("get query jabber:iq:roster") == 3


async def test_a_server_that_stands_still_is_stale_after_fifteen_seconds_and_twice() -> None:
    async with desk() as sitting:
        for _ in range(2):
            before = sitting.time()
            sitting.server.freeze()
            assert await sitting.down() == "The chat server does not respond any more."
            assert 9.5 <= sitting.time() - before <= 16.5
            sitting.server.thaw()
            await sitting.up()


async def test_a_line_that_stands_long_is_asked_by_pings_and_stays() -> None:
    async with desk() as sitting:
        pings = sitting.server.count("get ping urn:xmpp:ping")
        connections = sitting.server.listener.connections
        await sitting.server.until_asked("get ping urn:xmpp:ping", pings + 5)
        assert sitting.server.listener.connections == connections
        assert sitting.heard.state_of(LinkName.CHAT) is LinkState.UP


async def test_a_ping_of_an_ended_line_does_not_cut_the_next() -> None:
    """A ping that was never answered is given up ten seconds later, when another line may be there."""
    async with desk() as sitting:
        server = sitting.server
        silent = server.cue("get ping urn:xmpp:ping", Manner.SILENT)
        await silent.reached()
        server.cut()
        await sitting.down()
        await sitting.up()
        connections = server.listener.connections
        await server.until_asked("get ping urn:xmpp:ping", server.count("get ping urn:xmpp:ping") + 4)
        assert server.listener.connections == connections


async def test_who_is_away_still_sees_the_others_and_who_is_invisible_sees_nobody() -> None:
    async with desk() as sitting:
        server = sitting.server
        server.shows(f"{BOB}/desk", "<show>dnd</show>")
        await sitting.heard.until(lambda: sitting.shows(BOB), "Bob")
        await sitting.session.set_presence(Show.AWAY, "at lunch")
        assert sitting.shows(BOB) == {"desk": ("dnd", "")}
        assert sitting.me == (Show.AWAY, "at lunch")
        await sitting.session.set_presence(Show.OFFLINE, "")
        assert sitting.shows(BOB) == {}
        assert sitting.me == (Show.OFFLINE, "")
        await sitting.session.set_presence(Show.ONLINE, "")
        await sitting.heard.until(lambda: sitting.shows(BOB), "Bob again")
        assert sitting.me == (Show.ONLINE, "")


async def test_the_own_show_is_told_again_over_a_new_stream() -> None:
    async with desk() as sitting:
        server = sitting.server
        await sitting.session.set_presence(Show.DND, "busy till 3")
        for _ in range(2):
            server.cut()
            await sitting.down()
            server.expire()
            await sitting.up()
            last = server.stanzas("presence")[-1]
            assert last.findtext("{jabber:client}show") == "dnd"
            assert last.findtext("{jabber:client}status") == "busy till 3"


async def test_who_asks_is_shown_until_the_request_is_accepted() -> None:
    async with desk() as sitting:
        server = sitting.server
        server.asks("kim@acme.test")
        await sitting.heard.until(lambda: "kim@acme.test" in sitting.heard.contacts, "Kim")
        assert patch_of(sitting, "kim@acme.test").relationship is Relationship.ASKING
        await sitting.session.authorize(patch_of(sitting, "kim@acme.test").chat_id)  # type: ignore[arg-type]
        assert server.count("presence subscribed") == 1
        assert server.count("presence subscribe") == 1
        await sitting.heard.until(
            lambda: patch_of(sitting, "kim@acme.test").relationship is not Relationship.ASKING, "acceptance"
        )


async def test_nobody_else_may_push_into_the_roster() -> None:
    async with desk() as sitting:
        server = sitting.server
        server.push("<item jid='mallory@evil.test' subscription='both'/>", sender="mallory@evil.test/x")
        server.push(f"<item jid='{CARA}' subscription='remove'/>", sender="mallory@evil.test")
        server.push("<item jid='kim@acme.test' name='Kim' subscription='both'/>")
        await sitting.heard.until(lambda: "kim@acme.test" in sitting.heard.contacts, "the true push")
        assert set(sitting.heard.contacts) == {BOB, CARA, "kim@acme.test"}


async def test_a_chat_that_is_opened_brings_its_history_in_order() -> None:
    async with desk() as sitting:
        server = sitting.server
        for number in range(3):
            server.says(f"{BOB}/desk", f"text {number}", id=f"m{number}", told=False)
        server.writes_elsewhere(BOB, "mine", id="o1", told=False)
        await sitting.session.open_chat(BOB)
        await sitting.heard.until(lambda: len(sitting.texts) == 4, "the history")
        assert sitting.texts == [("bob", "text 0"), ("bob", "text 1"), ("bob", "text 2"), ("me", "mine")]


async def test_no_chat_is_opened_with_what_is_no_address_and_the_line_stays() -> None:
    async with desk() as sitting:
        connections = sitting.server.listener.connections
        for text in (
            "dan\x01@acme.test",
            "dan\ufffe@acme.test",
            "dan@-.test",
            "d'an@acme.test",
            "da\u200bn@acme.test",
        ):
            with pytest.raises(Refusal, match="is not a chat address") as refusal:
                await sitting.session.open_chat(ContactKey(text))
            assert refusal.value.word is RefusalCode.BAD_ADDRESS
            assert text not in sitting.heard.contacts
        await sitting.session.open_chat(ContactKey("dan@far.test"))
        assert "dan@far.test" in sitting.heard.contacts
        assert sitting.server.listener.connections == connections
