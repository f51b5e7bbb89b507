"""The picture that each new session takes: what is waited for, what comes meanwhile, and what ends it."""

import pytest

from lampfield.model.change import LinkChange
from lampfield.model.identity import ContactKey
from lampfield.model.link import LinkName, LinkState
from lampfield.model.relationship import Relationship
from tests.sources.cues import Manner
from tests.sources.xmpp.desk import BOB, CARA, desk, desk_at
from tests.sources.xmpp.scripted_server import OWN, scripted_server
from tests.sources.xmpp.test_keeping_true import push_block

pytestmark = pytest.mark.virtual_time

KIM = ContactKey("kim@acme.test")


async def test_what_connecting_waits_for_is_told() -> None:
    async with scripted_server() as server:
        server.befriend(BOB)
        server.befriend(CARA)
        async with desk_at(server) as sitting:
            await sitting.up()
            states = [(it.link.state, it.link.reason) for it in sitting.heard.of(LinkChange)]
            assert states == [
                (LinkState.CONNECTING, ""),
                (LinkState.CONNECTING, "Reading the roster."),
                (LinkState.CONNECTING, "Waiting for the presence of 2 contacts."),
                (LinkState.UP, ""),
            ]


async def test_a_picture_that_takes_minutes_is_waited_for_while_the_server_talks() -> None:
    async with scripted_server() as server:
        server.befriend(BOB, name="Bob")
        roster = server.cue("get query jabber:iq:roster", Manner.HOLD)
        pings = server.cue("get ping urn:xmpp:ping", Manner.HOLD, times=None)
        async with desk_at(server) as sitting:
            await roster.reached()
            for minute in range(1, 4):
                began = sitting.time()
                while sitting.time() < began + 60:
                    server.send(
                        f"<message from='{BOB}' to='{OWN}' type='chat'><active xmlns='x{minute}'/></message>"
                    )
                    await pings.reached(pings.count + 1)
            assert sitting.heard.state_of(LinkName.CHAT) is LinkState.CONNECTING
            roster.release()
            pings.release()
            await sitting.up()
            assert server.listener.connections == 1


async def test_a_picture_is_given_up_with_its_line() -> None:
    async with scripted_server() as server:
        server.befriend(BOB, name="Bob")
        server.cue("get query jabber:iq:roster", Manner.HOLD, times=2)
        async with desk_at(server) as sitting:
            for count in (1, 2):
                await server.until_asked("get query jabber:iq:roster", count)
                server.cut()
                assert await sitting.down() == "The connection to the chat server was lost."
                await sitting.heard.until(
                    lambda: sitting.heard.state_of(LinkName.CHAT) is LinkState.CONNECTING, "the next try"
                )
            await sitting.up()


@pytest.mark.parametrize("words", ["Replaced by new connection", "User removed"])
async def test_a_reset_does_not_wait_for_the_next_try(words: str) -> None:
    async with desk() as sitting:
        for count in (1, 2):
            sitting.server.end("conflict", words)
            assert ("account was removed" in await sitting.down()) == (words == "User removed")
            before, connections = sitting.time(), sitting.server.listener.connections
            assert connections == count
            await sitting.session.reset(LinkName.CHAT)
            await sitting.up()
            assert sitting.time() - before < 10


QUESTIONS = [
    "get blocklist urn:xmpp:blocking",
    "get query jabber:iq:roster",
    "get query http://jabber.org/protocol/disco#info",
    "get ping urn:xmpp:ping",
]


@pytest.mark.parametrize("question", QUESTIONS)
async def test_what_is_pushed_while_a_picture_is_taken_is_in_it(question: str) -> None:
    """At each question of the beginning one is renamed, another one blocked and a third one removed."""
    async with scripted_server() as server:
        for key in (BOB, CARA, KIM):
            server.befriend(key, name="Old")
        held = server.cue(question, Manner.HOLD)
        async with desk_at(server) as sitting:
            await held.reached()
            server.befriend(BOB, name="New")
            server.push(server.roster[BOB])
            del server.roster[KIM]
            server.push(f"<item jid='{KIM}' subscription='remove'/>")
            server.blocked.append(CARA)
            push_block(sitting, "block", CARA)
            await server.until_asked("result")
            held.release()
            await sitting.up()
            assert {key: (it.name, it.relationship) for key, it in sitting.heard.contacts.items()} == {
                BOB: ("New", Relationship.MUTUAL),
                CARA: ("Old", Relationship.BLOCKED),
            }
