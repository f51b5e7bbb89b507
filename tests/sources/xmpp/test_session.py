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
from tests.sources.xmpp.harness import BOB, CARA, connected_session, connecting_session
from tests.sources.xmpp.scripted_server import ScriptedServer, scripted_server

pytestmark = pytest.mark.virtual_time


def patch_of(harness: Any, key: str) -> ContactPatch:
    """Return the emitted patches of a contact."""
    patch: ContactPatch = harness.seen.contacts[key]
    return patch


async def test_roster_is_emitted_before_the_link_is_up() -> None:
    async with scripted_server() as server:
        server.add_to_roster(BOB, name="Bob Berg")
        server.add_to_roster(CARA, name="Cara Cole", subscription="none", more="ask='subscribe'")
        server.shows(f"{BOB}/desk", "<show>dnd</show><status>in a meeting</status>")
        held = server.cue("get query jabber:iq:roster", Manner.HOLD)
        async with connecting_session(server) as harness:
            await held.reached()
            assert harness.seen.contacts == {}
            assert harness.seen.state_of(LinkName.CHAT) is LinkState.CONNECTING
            held.release()
            await harness.up()
            assert {key: it.name for key, it in harness.seen.contacts.items()} == {
                BOB: "Bob Berg",
                CARA: "Cara Cole",
            }
            assert harness.shows(BOB) == {"desk": ("dnd", "in a meeting")}
            assert patch_of(harness, BOB).relationship is Relationship.MUTUAL
            assert patch_of(harness, CARA).relationship is Relationship.ASKED


@pytest.mark.parametrize("manner", [Manner.CUT, Manner.HALF, Manner.SILENT])
@pytest.mark.parametrize("name", ["stream", "auth", "login", "bind", "get query jabber:iq:roster"])
async def test_a_line_that_fails_at_any_step_comes_back(name: str, manner: Manner) -> None:
    async with scripted_server() as server:
        server.add_to_roster(BOB, name="Bob Berg")
        cue = server.cue(name, manner)
        async with connecting_session(server) as harness:
            assert await harness.down()
            await harness.up()
            assert cue.count == 1
            assert list(harness.seen.contacts) == [BOB]


async def test_wrong_password_is_reported_and_not_retried_at_once() -> None:
    async with scripted_server() as server:
        server.password = "another"
        async with connecting_session(server) as harness:
            assert "refuses the login of alice@acme.test" in await harness.down()
            assert server.listener.connections == 1
            server.password = "secret"
            await harness.up()
            assert server.listener.connections == 2


async def test_missing_server_is_retried_until_it_is_back() -> None:
    server = ScriptedServer()
    try:
        async with connecting_session(server) as harness:
            assert "Nothing answers at 127.0.0.1" in await harness.down()
            await server.start()
            await harness.up()
    finally:
        await server.close()


async def test_a_stream_that_is_resumed_brings_what_was_said_meanwhile_and_asks_for_no_roster() -> None:
    async with connected_session() as harness:
        server = harness.server
        for text in ("one", "two"):
            server.cut()
            await harness.down()
            server.says(f"{BOB}/desk", text, id=text)
            server.shows(f"{CARA}/desk", f"<status>{text}</status>")
            await harness.up()
            await harness.seen.until(lambda: harness.shows(CARA), "presence of the outage")
            assert harness.shows(CARA) == {"desk": ("available", text)}
        assert server.count("get query jabber:iq:roster") == 1
        told = [it.text for it in harness.seen.of(MessageChange)]
        assert sorted(set(told)) == ["one", "two"]


async def test_contact_that_left_before_a_new_stream_is_offline() -> None:
    async with connected_session() as harness:
        server = harness.server
        for _ in range(2):
            server.shows(f"{BOB}/desk")
            await harness.seen.until(lambda: harness.shows(BOB), "Bob")
            server.cut()
            await harness.down()
            server.drop_resumable()
            server.shows(f"{BOB}/desk", kind="unavailable")
            await harness.up()
            assert harness.shows(BOB) == {}
        assert server.count("get query jabber:iq:roster") == 3


async def test_a_server_that_stands_still_is_stale_after_fifteen_seconds_and_twice() -> None:
    async with connected_session() as harness:
        for _ in range(2):
            before = harness.time()
            harness.server.freeze()
            assert await harness.down() == "The chat server does not respond any more."
            assert 9.5 <= harness.time() - before <= 16.5
            harness.server.thaw()
            await harness.up()


async def test_a_line_that_stands_long_is_asked_by_pings_and_stays() -> None:
    async with connected_session() as harness:
        pings = harness.server.count("get ping urn:xmpp:ping")
        connections = harness.server.listener.connections
        await harness.server.wait_asked("get ping urn:xmpp:ping", pings + 5)
        assert harness.server.listener.connections == connections
        assert harness.seen.state_of(LinkName.CHAT) is LinkState.UP


async def test_a_ping_of_an_ended_line_does_not_cut_the_next() -> None:
    """A ping that was never answered is given up ten seconds later, when another line may be there."""
    async with connected_session() as harness:
        server = harness.server
        silent = server.cue("get ping urn:xmpp:ping", Manner.SILENT)
        await silent.reached()
        server.cut()
        await harness.down()
        await harness.up()
        connections = server.listener.connections
        await server.wait_asked("get ping urn:xmpp:ping", server.count("get ping urn:xmpp:ping") + 4)
        assert server.listener.connections == connections


async def test_away_operator_sees_contacts_and_invisible_one_does_not() -> None:
    async with connected_session() as harness:
        server = harness.server
        server.shows(f"{BOB}/desk", "<show>dnd</show>")
        await harness.seen.until(lambda: harness.shows(BOB), "Bob")
        await harness.session.set_presence(Show.AWAY, "at lunch")
        assert harness.shows(BOB) == {"desk": ("dnd", "")}
        assert harness.me == (Show.AWAY, "at lunch")
        await harness.session.set_presence(Show.OFFLINE, "")
        assert harness.shows(BOB) == {}
        assert harness.me == (Show.OFFLINE, "")
        await harness.session.set_presence(Show.ONLINE, "")
        await harness.seen.until(lambda: harness.shows(BOB), "Bob again")
        assert harness.me == (Show.ONLINE, "")


async def test_own_show_is_sent_again_over_a_new_stream() -> None:
    async with connected_session() as harness:
        server = harness.server
        await harness.session.set_presence(Show.DND, "busy till 3")
        for _ in range(2):
            server.cut()
            await harness.down()
            server.drop_resumable()
            await harness.up()
            last = server.stanzas("presence")[-1]
            assert last.findtext("{jabber:client}show") == "dnd"
            assert last.findtext("{jabber:client}status") == "busy till 3"


async def test_request_is_shown_until_accepted() -> None:
    async with connected_session() as harness:
        server = harness.server
        server.asks("kim@acme.test")
        await harness.seen.until(lambda: "kim@acme.test" in harness.seen.contacts, "Kim")
        assert patch_of(harness, "kim@acme.test").relationship is Relationship.ASKING
        await harness.session.authorize(patch_of(harness, "kim@acme.test").chat_id)  # type: ignore[arg-type]
        assert server.count("presence subscribed") == 1
        assert server.count("presence subscribe") == 1
        await harness.seen.until(
            lambda: patch_of(harness, "kim@acme.test").relationship is not Relationship.ASKING, "acceptance"
        )


async def test_nobody_else_may_push_into_the_roster() -> None:
    async with connected_session() as harness:
        server = harness.server
        server.push("<item jid='mallory@evil.test' subscription='both'/>", sender="mallory@evil.test/x")
        server.push(f"<item jid='{CARA}' subscription='remove'/>", sender="mallory@evil.test")
        server.push("<item jid='kim@acme.test' name='Kim' subscription='both'/>")
        await harness.seen.until(lambda: "kim@acme.test" in harness.seen.contacts, "the true push")
        assert set(harness.seen.contacts) == {BOB, CARA, "kim@acme.test"}


async def test_a_chat_that_is_opened_brings_its_history_in_order() -> None:
    async with connected_session() as harness:
        server = harness.server
        for number in range(3):
            server.says(f"{BOB}/desk", f"text {number}", id=f"m{number}", told=False)
        server.send_from_other_device(BOB, "mine", id="o1", told=False)
        await harness.session.open_chat(BOB)
        await harness.seen.until(lambda: len(harness.texts) == 4, "the history")
        assert harness.texts == [("bob", "text 0"), ("bob", "text 1"), ("bob", "text 2"), ("me", "mine")]


async def test_invalid_address_opens_no_chat_and_keeps_the_connection() -> None:
    async with connected_session() as harness:
        connections = harness.server.listener.connections
        for text in (
            "dan\x01@acme.test",
            "dan\ufffe@acme.test",
            "dan@-.test",
            "d'an@acme.test",
            "da\u200bn@acme.test",
        ):
            with pytest.raises(Refusal, match="is not a chat address") as refusal:
                await harness.session.open_chat(ContactKey(text))
            assert refusal.value.word is RefusalCode.BAD_ADDRESS
            assert text not in harness.seen.contacts
        await harness.session.open_chat(ContactKey("dan@far.test"))
        assert "dan@far.test" in harness.seen.contacts
        assert harness.server.listener.connections == connections
