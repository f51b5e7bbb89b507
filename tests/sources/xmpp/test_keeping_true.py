"""What the account's people and the own presence are over a line, at a scripted chat server."""

from typing import Any
from xml.etree.ElementTree import Element

import pytest

from lampfield.model.identity import ContactKey
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.relationship import Relationship
from lampfield.model.room import Typing
from lampfield.model.show import Show
from lampfield.version import VERSION
from tests.sources.cues import Manner
from tests.sources.xmpp.harness import BOB, CARA, ChatHarness, connected_session, connecting_session
from tests.sources.xmpp.scripted_answers import StanzaError
from tests.sources.xmpp.scripted_server import OWN, scripted_server

pytestmark = pytest.mark.virtual_time

KIM = ContactKey("kim@acme.test")
FAR = ContactKey("fay@far.example")
BLOCKING = "xmlns='urn:xmpp:blocking'"
CLIENT = "{jabber:client}"


def relationship(harness: ChatHarness, key: str) -> object:
    return harness.seen.contacts[key].relationship


async def knows(harness: ChatHarness, key: str, **properties: object) -> None:
    """Wait until a contact has some properties."""

    def so() -> bool:
        patch = harness.seen.contacts.get(key)
        return patch is not None and all(getattr(patch, name) == it for name, it in properties.items())

    await harness.seen.until(so, f"{key} with {properties}; it is {harness.seen.contacts.get(key)}")


async def seen_online(harness: ChatHarness, *keys: str) -> None:
    for key in keys:
        harness.server.shows(f"{key}/desk")
    await harness.seen.until(lambda: all(harness.shows(key) for key in keys), "online")


@pytest.mark.parametrize(
    ("sender", "left"), [(BOB, set()), (f"{BOB}/desk", {"phone"}), (f"{BOB}/other", {"desk", "phone"})]
)
async def test_a_presence_error_ends_what_was_known(sender: str, left: set[str]) -> None:
    async with connected_session() as harness:
        await seen_online(harness, BOB, CARA)
        harness.server.shows(f"{BOB}/phone")
        error = StanzaError("cancel", "remote-server-not-found")
        harness.server.send(f"<presence type='error' from='{sender}' to='{OWN}'>{error.xml}</presence>")
        harness.server.shows(f"{CARA}/desk", "<show>dnd</show>")
        await harness.seen.until(lambda: harness.shows(CARA) == {"desk": ("dnd", "")}, "what comes after it")
        assert set(harness.shows(BOB)) == left


def push_block(harness: ChatHarness, verb: str, *addresses: str, sender: str = OWN) -> None:
    items = "".join(f"<item jid='{address}'/>" for address in addresses)
    of = f" from='{sender}'" if sender else ""
    harness.server.send(f"<iq type='set' id='block1'{of}><{verb} {BLOCKING}>{items}</{verb}></iq>")


@pytest.mark.parametrize("sender", ["", OWN])
async def test_whoever_is_blocked_elsewhere_is_shown_so_until_the_block_ends(sender: str) -> None:
    async with connected_session() as harness:
        for count in (1, 2):
            await seen_online(harness, BOB, CARA)
            push_block(harness, "block", BOB, sender=sender)
            await knows(harness, BOB, relationship=Relationship.BLOCKED)
            assert (harness.shows(BOB), set(harness.shows(CARA))) == ({}, {"desk"})
            await harness.server.wait_asked("result", 2 * count - 1)
            push_block(harness, "unblock", BOB, sender=sender)
            await knows(harness, BOB, relationship=Relationship.MUTUAL)
            await harness.server.wait_asked("presence probe", count)
        assert {it.get("to") for it in harness.server.stanzas("presence probe")} == {BOB}


async def test_the_end_of_all_blocks_asks_for_the_presence_of_each() -> None:
    async with scripted_server() as server:
        server.add_to_roster(BOB, name="Bob")
        server.add_to_roster(CARA, name="Cara", subscription="from")
        server.blocked = [BOB, CARA, "stranger@acme.test"]
        async with connecting_session(server) as harness:
            await harness.up()
            assert [relationship(harness, key) for key in (BOB, CARA)] == [Relationship.BLOCKED] * 2
            push_block(harness, "unblock")
            await knows(harness, CARA, relationship=Relationship.ONE_WAY)
            await knows(harness, BOB, relationship=Relationship.MUTUAL)
            await server.wait_asked("presence probe")
            assert [it.get("to") for it in server.stanzas("presence probe")] == [BOB]


async def test_nobody_else_may_push_into_the_block_list() -> None:
    async with connected_session() as harness:
        push_block(harness, "block", BOB, sender="mallory@evil.test")
        push_block(harness, "block", CARA)
        await knows(harness, CARA, relationship=Relationship.BLOCKED)
        assert relationship(harness, BOB) is Relationship.MUTUAL


async def test_a_server_without_a_block_list_is_as_good() -> None:
    async with scripted_server() as server:
        server.add_to_roster(BOB, name="Bob")
        server.cue(
            "get blocklist urn:xmpp:blocking",
            Manner.INSTEAD,
            answer=StanzaError("cancel", "service-unavailable"),
        )
        async with connecting_session(server) as harness:
            await harness.up()
            assert relationship(harness, BOB) is Relationship.MUTUAL


async def test_a_block_list_that_does_not_come_is_no_empty_one() -> None:
    async with scripted_server() as server:
        server.add_to_roster(BOB, name="Bob")
        server.blocked = [BOB]
        server.cue("get blocklist urn:xmpp:blocking", Manner.SILENT)
        async with connecting_session(server) as harness:
            assert "did not answer in time" in await harness.down()
            await harness.up()
            assert relationship(harness, BOB) is Relationship.BLOCKED


async def test_an_answer_that_holds_no_block_list_is_an_empty_one() -> None:
    async with scripted_server() as server:
        server.add_to_roster(BOB, name="Bob")
        server.answers["get blocklist urn:xmpp:blocking"] = lambda *_: ""
        async with connecting_session(server) as harness:
            await harness.up()
            assert relationship(harness, BOB) is Relationship.MUTUAL


async def test_an_invisible_operator_asks_for_nobody_s_presence() -> None:
    async with connected_session() as harness:
        await harness.session.set_presence(Show.OFFLINE, "")
        push_block(harness, "block", BOB)
        await knows(harness, BOB, relationship=Relationship.BLOCKED)
        push_block(harness, "unblock", BOB)
        await knows(harness, BOB, relationship=Relationship.MUTUAL)
        assert harness.server.count("presence probe") == 0


async def test_what_is_asked_of_somebody_who_is_blocked_is_refused_with_the_way_out() -> None:
    async with connected_session() as harness:
        harness.server.asks(KIM)
        await knows(harness, KIM, relationship=Relationship.ASKING)
        push_block(harness, "block", BOB, KIM, "stranger@acme.test")
        await knows(harness, BOB, relationship=Relationship.BLOCKED)
        await knows(harness, KIM, relationship=Relationship.BLOCKED)
        actions: list[Any] = [
            harness.session.request(BOB),
            harness.session.authorize(KIM),
            harness.session.add("stranger@acme.test", "", ()),
        ]
        for action in actions:
            with pytest.raises(Refusal, match="End the block in the program where you set it") as caught:
                await action
            assert caught.value.word is RefusalCode.REFUSED
        assert not [name for name in harness.server.names if name.startswith("presence subscri")]


@pytest.mark.parametrize(
    ("show", "status", "sent"),
    [(Show.AWAY, "lunch", ("away", "lunch")), (Show.ONLINE, "", (None, None)), (Show.OFFLINE, "", None)],
)
async def test_the_first_login_already_shows_what_was_chosen_before(
    show: Show, status: str, sent: tuple[str | None, str | None] | None
) -> None:
    async with scripted_server() as server:
        server.add_to_roster(BOB, name="Bob")
        async with connecting_session(server, chosen=(show, status)) as harness:
            await harness.up()
            assert harness.me == (show, status)
            told = [
                (it.findtext(f"{CLIENT}show"), it.findtext(f"{CLIENT}status"))
                for it in server.stanzas("presence")
            ]
            assert told == ([sent] if sent is not None else [])


async def test_a_kept_status_that_cannot_be_sent_is_left_out() -> None:
    async with (
        scripted_server() as server,
        connecting_session(server, chosen=(Show.DND, "two\nlines")) as harness,
    ):
        await harness.up()
        assert harness.me == (Show.DND, "")


async def answer_of(harness: ChatHarness, query: str, inside: str = "") -> Element:
    """Ask the operator's client something, as Bob's does."""
    (session,) = harness.server.sessions
    count = harness.server.count(f"result query {query}")
    harness.server.send(
        f"<iq type='get' id='q1' from='{BOB}/desk' to='{session.jid}'><query xmlns='{query}'{inside}/></iq>"
    )
    await harness.server.wait_asked(f"result query {query}", count + 1)
    return harness.server.stanzas(f"result query {query}")[-1][0]


async def test_others_see_what_it_is_in_few_words() -> None:
    async with connected_session() as harness:
        space = "http://jabber.org/protocol/disco#info"
        for inside in ("", caps_node(harness)):
            found = await answer_of(harness, space, inside)
            (identity,) = found.findall(f"{{{space}}}identity")
            assert (identity.get("category"), identity.get("type"), identity.get("name")) == (
                "client",
                "console",
                "Lampfield",
            )
            features = {it.get("var") for it in found.findall(f"{{{space}}}feature")}
            assert features == {
                space,
                "http://jabber.org/protocol/chatstates",
                "jabber:iq:version",
                "urn:xmpp:avatar:metadata+notify",
                "urn:xmpp:chat-markers:0",
                "urn:xmpp:message-correct:0",
                "urn:xmpp:ping",
                "urn:xmpp:receipts",
            }
        version = await answer_of(harness, "jabber:iq:version")
        assert [(it.tag.rpartition("}")[2], it.text) for it in version if it.text] == [
            ("name", "Lampfield"),
            ("version", VERSION),
        ]


def caps_node(harness: ChatHarness) -> str:
    """Return by which node the client's presence says that its features can be asked for (XEP-0115)."""
    (caps,) = harness.server.stanzas("presence")[-1].findall("{http://jabber.org/protocol/caps}c")
    return f" node='{caps.get('node')}#{caps.get('ver')}'"


async def test_nobody_is_asked_what_its_client_can_do() -> None:
    async with connected_session() as harness:
        caps = "<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='n' ver='{}='/>"
        for number, key in enumerate((BOB, CARA)):
            harness.server.shows(f"{key}/desk", caps.format(number))
        await harness.seen.until(lambda: harness.shows(CARA), "online")
        asked = harness.server.stanzas("get query http://jabber.org/protocol/disco#info")
        assert not [it for it in asked if it.get("to") not in (None, "acme.test", OWN)]


async def test_typing_is_told_to_those_alone_who_are_there() -> None:
    async with connected_session() as harness:
        await seen_online(harness, BOB)
        for key in (BOB, CARA):
            await harness.session.open_chat(key)
            await harness.session.send_typing(key, Typing.COMPOSING)
        await harness.session.post(CARA, "good bye")
        typed = [it for it in harness.server.stanzas("message chat") if it.find(f"{CLIENT}body") is None]
        assert [it.get("to") for it in typed] == [BOB]


async def test_a_wrong_foreign_address_is_told_and_taken_out_again() -> None:
    async with connected_session() as harness:
        error = StanzaError("cancel", "remote-server-not-found", "No route")
        harness.server.cue("presence subscribe", Manner.INSTEAD, answer=error)
        with pytest.raises(
            Refusal, match=r"^fay@far\.example cannot be reached: remote-server-not-found: No route\."
        ) as caught:
            await harness.session.add(FAR, "Fay", ())
        assert caught.value.word is RefusalCode.REFUSED
        assert set(harness.server.roster) == {BOB, CARA}
        assert set(harness.seen.contacts) == {BOB, CARA}


async def test_a_right_foreign_address_stays() -> None:
    async with connected_session() as harness:
        assert await harness.session.add("xmpp:Fay@Far.example", "Fay", ["Sales "]) == FAR
        await knows(harness, FAR, name="Fay", tags=("Sales",), relationship=Relationship.ASKED)


async def test_who_asks_is_called_by_its_own_name_and_its_words_are_told() -> None:
    async with connected_session() as harness:
        nick = "<nick xmlns='http://jabber.org/protocol/nick'>Kim Kern</nick>"
        harness.server.send(
            f"<presence type='subscribe' from='{KIM}' to='{OWN}'>"
            f"<status>Hello, it is Kim</status>{nick}</presence>"
        )
        await knows(harness, KIM, name="Kim Kern", request_text="Hello, it is Kim", uname="kim")
        await harness.session.authorize(KIM)
        await knows(harness, KIM, name="Kim Kern", request_text="")


async def test_who_has_no_name_in_the_roster_is_called_by_its_vcard() -> None:
    async with scripted_server() as server:
        server.add_to_roster(BOB, name="Bob Berg")
        server.add_to_roster(CARA)
        server.add_to_roster(KIM)
        server.add_to_roster(FAR, subscription="from")
        server.vcards = {
            CARA: "<FN>  Cara\n Cole </FN>",
            KIM: "<FN/><NICKNAME>Kimmy</NICKNAME>",
            BOB: "<FN>Robert</FN>",
            FAR: "<FN>Fay</FN>",
        }
        async with connecting_session(server) as harness:
            await knows(harness, CARA, name="Cara Cole")
            await knows(harness, KIM, name="Kimmy")
            server.asks("dan@acme.test")
            server.asks("dan@far.example")
            await server.wait_asked("get vCard vcard-temp", 3)
            server.cut()
            await harness.down()
            await harness.up()
            server.push(f"<item jid='{KIM}' name='Kim' subscription='both'/>")
            await knows(harness, KIM, name="Kim")
            asked = [it.get("to") for it in server.stanzas("get vCard vcard-temp")]
            assert sorted(map(str, asked)) == [CARA, "dan@acme.test", KIM]
            assert harness.seen.contacts[BOB].name == "Bob Berg"


async def test_servers_that_do_not_answer_are_asked_for_few_names() -> None:
    async with scripted_server() as server:
        for number in range(6):
            server.add_to_roster(f"p{number}@acme.test")
        server.cue("get vCard vcard-temp", Manner.SILENT, times=3)
        async with connecting_session(server) as harness:
            await harness.up()
            await server.wait_asked("get vCard vcard-temp", 3)
            pings = server.count("get ping urn:xmpp:ping")
            await server.wait_asked("get ping urn:xmpp:ping", pings + 4)
            assert server.count("get vCard vcard-temp") == 3


async def test_the_own_chat_server_is_nobody_to_add() -> None:
    async with connected_session() as harness:
        for address in ("acme.test", OWN, f"xmpp:{OWN}"):
            with pytest.raises(Refusal) as caught:
                await harness.session.add(address, "", ())
            assert caught.value.word is RefusalCode.BAD_ADDRESS
        assert set(harness.server.roster) == {BOB, CARA}
