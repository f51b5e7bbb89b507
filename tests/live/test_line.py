"""The line to the server: what goes wrong is told in words, and what was lost comes right by itself."""

from collections.abc import Callable
from typing import Any

import pytest

from lampfield.model.account import Account
from lampfield.model.link import LinkName, LinkState
from lampfield.model.show import Show
from lampfield.protocol.errors import RequestError
from lampfield.sources.supervisor import LONG_DELAY_SECONDS
from lampfield.sources.xmpp import liveness, stream
from lampfield.sources.xmpp.probe import probe
from lampfield.sources.xmpp.source import XmppSource
from tests.live.chat_server import ChatServer
from tests.live.desk import befriend, desk, desk_up
from tests.live.friend import friend
from tests.waiting import until

Newcomer = Callable[[str], str]


@pytest.mark.parametrize(
    ("options", "password", "words"),
    [
        ({}, "wrong", "Check jid and password"),
        ({"ca": None}, "", "Set ca under [chat] to the PEM file of its authority"),
        ({"port": 1}, "", "Nothing answers at 127.0.0.1:1"),
        ({"host": "no-such-machine.invalid"}, "", "The host name no-such-machine.invalid cannot be resolved"),
        ({"tls": "direct"}, "", 'Set tls = "starttls"'),
        ({"tls": "none"}, "", "requires TLS. Set tls"),
        ({"host": "5222"}, "", "5222 is a port rather than a host"),
    ],
    ids=["password", "trust", "port", "host", "direct", "clear", "misplaced"],
)
async def test_what_is_wrong_is_told_with_what_to_do(
    chat_server: ChatServer, newcomer: Newcomer, options: dict[str, Any], password: str, words: str
) -> None:
    async with desk(chat_server, newcomer("alice"), password=password, **options) as standing:
        reason = await standing.link(LinkState.DOWN)
        assert words in reason
        with pytest.raises(RequestError) as caught:
            await standing.pbx.add_contact("kim@acme.test")
        assert caught.value.word == "link-down"


async def test_the_port_of_direct_tls_is_told(chat_server: ChatServer, newcomer: Newcomer) -> None:
    port = chat_server.direct_port
    async with desk(chat_server, newcomer("alice"), port=port) as standing:
        assert 'set tls = "direct"' in (await standing.link(LinkState.DOWN)).lower()


async def test_a_server_that_stands_still_is_lost_and_found(
    chat_server: ChatServer, newcomer: Newcomer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(liveness, "PING_AFTER_SECONDS", 0.5)
    monkeypatch.setattr(liveness, "ANSWER_SECONDS", 1.0)
    monkeypatch.setattr(stream, "LOGIN_SECONDS", 1.0)
    async with desk_up(chat_server, newcomer("alice")) as standing:
        for _ in range(2):
            chat_server.freeze()
            try:
                assert await standing.link(LinkState.DOWN) == "The chat server does not respond any more."
            finally:
                chat_server.thaw()
            await standing.link(LinkState.UP)


async def test_a_line_that_is_down_is_tried_at_once_when_it_is_reset(
    chat_server: ChatServer, newcomer: Newcomer
) -> None:
    """After a refused login the next try comes in a minute, unless somebody asks for it."""
    late = f"{newcomer('alice')}late"
    async with desk(chat_server, late) as standing:
        assert "Check jid and password" in await standing.link(LinkState.DOWN)
        since = standing.pbx.links[LinkName.CHAT].since
        chat_server.register(late)
        await standing.pbx.reset_link(LinkName.CHAT)
        await standing.link(LinkState.UP)
        assert standing.pbx.links[LinkName.CHAT].since - since < LONG_DELAY_SECONDS / 2


async def test_direct_tls_works(chat_server: ChatServer, newcomer: Newcomer) -> None:
    port = chat_server.direct_port
    async with desk(chat_server, newcomer("alice"), tls="direct", port=port) as standing:
        await standing.link(LinkState.UP)


async def test_a_check_tells_what_the_server_can(chat_server: ChatServer, newcomer: Newcomer) -> None:
    alice = newcomer("alice")
    account = Account(name=alice, jid=f"{alice}@{chat_server.domain}", password=f"pw-{alice}")
    source = XmppSource(chat_server.host, chat_server.port, ca=chat_server.ca)
    found = (await probe(source, account)).results
    assert [it.subject for it in found] == ["login", "roster", "archive", "avatars", "carbons", "resumption"]
    assert all(it.works for it in found), found


async def test_a_cut_line_comes_back_without_others_noticing(
    chat_server: ChatServer, newcomer: Newcomer
) -> None:
    alice, bob = newcomer("alice"), newcomer("bob")
    async with friend(chat_server, bob) as other, desk_up(chat_server, alice) as standing:
        await befriend(standing, other)
        await other.hears(standing.address, "")
        other.presences.clear()
        await standing.pbx.reset_link(LinkName.CHAT)
        await standing.link(LinkState.DOWN)
        other.show("dnd")
        await standing.link(LinkState.UP)
        await standing.sees(other.address, lambda it: it.show is Show.DND, "what happened meanwhile")
        assert (standing.address, "unavailable") not in other.presences


async def test_two_boards_of_one_account_leave_each_other_alone(
    chat_server: ChatServer, newcomer: Newcomer
) -> None:
    alice = newcomer("alice")
    async with desk_up(chat_server, alice) as one, desk_up(chat_server, alice) as two:
        contact = await two.pbx.add_contact("kim@acme.test", "Kim")
        await one.sees("kim@acme.test", lambda it: it.name == "Kim", "what the other board did")
        assert await one.link(LinkState.UP) == ""
        assert contact.name == "Kim"


async def test_a_server_that_restarts_is_found_again(chat_server: ChatServer, newcomer: Newcomer) -> None:
    alice, bob, cara = newcomer("alice"), newcomer("bob"), newcomer("cara")
    async with desk_up(chat_server, alice) as standing:
        async with friend(chat_server, bob) as other:
            await befriend(standing, other)
            await standing.pbx.add_contact(f"{cara}@{chat_server.domain}", "Cara")
            await standing.sees(other.address, lambda it: it.show is Show.ONLINE, "online")
            chat_server.kill()
            assert "chat server" in await standing.link(LinkState.DOWN)
            contact = standing.find(other.address)
            assert contact is not None
            assert contact.show is Show.ONLINE
        chat_server.start()
        await standing.link(LinkState.UP)
        await until(lambda: not contact.states, "what is so now", 10)
        assert standing.find(other.address) is contact
        assert contact.name == "Bobby"


async def test_a_server_that_never_was_there_is_found_when_it_comes(
    chat_server: ChatServer, newcomer: Newcomer
) -> None:
    alice = newcomer("alice")
    chat_server.stop()
    try:
        async with desk(chat_server, alice) as standing:
            assert "Nothing answers" in await standing.link(LinkState.DOWN)
            chat_server.start()
            await standing.link(LinkState.UP)
    finally:
        if not chat_server.runs:
            chat_server.start()
