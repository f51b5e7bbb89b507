"""The picture that each new session takes: what is waited for, what comes meanwhile, and what ends it."""

import pytest

from lampfield.model.change import LinkChange
from lampfield.model.identity import ContactKey
from lampfield.model.link import LinkName, LinkState
from lampfield.model.relationship import Relationship
from tests.sources.cues import Manner
from tests.sources.xmpp.harness import BOB, CARA, connected_session, connecting_session
from tests.sources.xmpp.scripted_server import OWN, scripted_server
from tests.sources.xmpp.test_keeping_true import push_block

pytestmark = pytest.mark.virtual_time

KIM = ContactKey("kim@acme.test")


async def test_connecting_shows_its_step() -> None:
    async with scripted_server() as server:
        server.add_to_roster(BOB)
        server.add_to_roster(CARA)
        async with connecting_session(server) as harness:
            await harness.up()
            states = [(it.link.state, it.link.reason) for it in harness.seen.of(LinkChange)]
            assert states == [
                (LinkState.CONNECTING, ""),
                (LinkState.CONNECTING, "Reading the roster."),
                (LinkState.CONNECTING, "Waiting for the presence of 2 contacts."),
                (LinkState.UP, ""),
            ]


async def test_slow_snapshot_is_awaited_while_the_server_responds() -> None:
    async with scripted_server() as server:
        server.add_to_roster(BOB, name="Bob")
        roster = server.cue("get query jabber:iq:roster", Manner.HOLD)
        pings = server.cue("get ping urn:xmpp:ping", Manner.HOLD, times=None)
        async with connecting_session(server) as harness:
            await roster.reached()
            for minute in range(1, 4):
                began = harness.time()
                while harness.time() < began + 60:
                    server.send(
                        f"<message from='{BOB}' to='{OWN}' type='chat'><active xmlns='x{minute}'/></message>"
                    )
                    await pings.reached(pings.count + 1)
            assert harness.seen.state_of(LinkName.CHAT) is LinkState.CONNECTING
            roster.release()
            pings.release()
            await harness.up()
            assert server.listener.connections == 1


async def test_snapshot_is_abandoned_with_its_connection() -> None:
    async with scripted_server() as server:
        server.add_to_roster(BOB, name="Bob")
        server.cue("get query jabber:iq:roster", Manner.HOLD, times=2)
        async with connecting_session(server) as harness:
            for count in (1, 2):
                await server.wait_asked("get query jabber:iq:roster", count)
                server.cut()
                assert await harness.down() == "The connection to the chat server was lost."
                await harness.seen.until(
                    lambda: harness.seen.state_of(LinkName.CHAT) is LinkState.CONNECTING, "the next try"
                )
            await harness.up()


@pytest.mark.parametrize("words", ["Replaced by new connection", "User removed"])
async def test_a_reset_does_not_wait_for_the_next_try(words: str) -> None:
    async with connected_session() as harness:
        for count in (1, 2):
            harness.server.end("conflict", words)
            assert ("account was removed" in await harness.down()) == (words == "User removed")
            before, connections = harness.time(), harness.server.listener.connections
            assert connections == count
            await harness.session.reset(LinkName.CHAT)
            await harness.up()
            assert harness.time() - before < 10


QUESTIONS = [
    "get blocklist urn:xmpp:blocking",
    "get query jabber:iq:roster",
    "get query http://jabber.org/protocol/disco#info",
    "get ping urn:xmpp:ping",
]


@pytest.mark.parametrize("question", QUESTIONS)
async def test_pushes_during_a_snapshot_are_in_it(question: str) -> None:
    """At each question of the beginning one is renamed, another one blocked and a third one removed."""
    async with scripted_server() as server:
        for key in (BOB, CARA, KIM):
            server.add_to_roster(key, name="Old")
        held = server.cue(question, Manner.HOLD)
        async with connecting_session(server) as harness:
            await held.reached()
            server.add_to_roster(BOB, name="New")
            server.push(server.roster[BOB])
            del server.roster[KIM]
            server.push(f"<item jid='{KIM}' subscription='remove'/>")
            server.blocked.append(CARA)
            push_block(harness, "block", CARA)
            await server.wait_asked("result")
            held.release()
            await harness.up()
            assert {key: (it.name, it.relationship) for key, it in harness.seen.contacts.items()} == {
                BOB: ("New", Relationship.MUTUAL),
                CARA: ("Old", Relationship.BLOCKED),
            }
