"""Relationships with somebody who uses another program."""

from collections.abc import Callable

import pytest

from lampfield.client.handles import Contact
from lampfield.model.relationship import Relationship, Subscription
from lampfield.model.show import Show
from lampfield.protocol.errors import RequestError
from tests.live.chat_server import ChatServer
from tests.live.desk import befriend, desk_up
from tests.live.friend import friend

Newcomer = Callable[[str], str]


def mutual(contact: Contact) -> bool:
    return contact.relationship is Relationship.MUTUAL


def asks(contact: Contact) -> bool:
    return contact.relationship is Relationship.ASKING


async def test_asked_and_accepted_both_see_each_other(chat_server: ChatServer, newcomer: Newcomer) -> None:
    alice, bob = newcomer("alice"), newcomer("bob")
    async with friend(chat_server, bob) as other, desk_up(chat_server, alice) as standing:
        contact = await standing.pbx.add_contact(other.address, "Bobby", ["Front desk"])
        await standing.sees(other.address, lambda it: it.relationship is Relationship.ASKED, "asked")
        assert (contact.name, contact.tags, contact.can_tag) == ("Bobby", ("Front desk",), True)
        await other.hears(standing.address, "subscribe")
        other.tell(standing.address, "subscribed")
        await standing.sees(other.address, lambda it: it.relationship is Relationship.ONE_WAY, "one way")
        await standing.sees(other.address, lambda it: it.show is Show.ONLINE, "online")
        assert contact.can_chat
        other.tell(standing.address, "subscribe")
        await standing.sees(other.address, asks, "asking")
        await contact.xmpp_auth()
        await standing.sees(other.address, mutual, "mutual")
        await other.hears(standing.address, "")


async def test_a_refusal_is_seen(chat_server: ChatServer, newcomer: Newcomer) -> None:
    alice, bob = newcomer("alice"), newcomer("bob")
    async with friend(chat_server, bob) as other, desk_up(chat_server, alice) as standing:
        await standing.pbx.add_contact(other.address)
        await other.hears(standing.address, "subscribe")
        other.tell(standing.address, "unsubscribed")
        await standing.sees(other.address, lambda it: it.relationship is Relationship.NONE, "refused")


async def test_who_asks_appears_and_can_be_accepted(chat_server: ChatServer, newcomer: Newcomer) -> None:
    alice, bob = newcomer("alice"), newcomer("bob")
    async with friend(chat_server, bob) as other, desk_up(chat_server, alice) as standing:
        other.tell(standing.address, "subscribe")
        contact = await standing.sees(other.address, asks, "asking")
        assert contact.tags is None
        await contact.xmpp_auth()
        await other.hears(standing.address, "subscribed")
        await other.hears(standing.address, "subscribe")
        other.tell(standing.address, "subscribed")
        await standing.sees(other.address, mutual, "mutual")
        assert contact is standing.find(other.address)


async def test_who_asks_can_be_refused(chat_server: ChatServer, newcomer: Newcomer) -> None:
    alice, bob = newcomer("alice"), newcomer("bob")
    async with friend(chat_server, bob) as other, desk_up(chat_server, alice) as standing:
        other.tell(standing.address, "subscribe")
        contact = await standing.sees(other.address, asks, "asking")
        await contact.xmpp_del()
        await other.hears(standing.address, "unsubscribed")
        await standing.misses(other.address)


async def test_a_request_that_waited_is_there_at_login(chat_server: ChatServer, newcomer: Newcomer) -> None:
    alice, bob = newcomer("alice"), newcomer("bob")
    async with friend(chat_server, bob) as other:
        other.tell(f"{alice}@{chat_server.domain}", "subscribe")
        async with desk_up(chat_server, alice) as standing:
            await standing.sees(other.address, asks, "asking")


async def test_a_withdrawn_request_is_gone(chat_server: ChatServer, newcomer: Newcomer) -> None:
    alice, bob = newcomer("alice"), newcomer("bob")
    async with friend(chat_server, bob) as other, desk_up(chat_server, alice) as standing:
        other.tell(standing.address, "subscribe")
        await standing.sees(other.address, asks, "asking")
        other.tell(standing.address, "unsubscribe")
        if chat_server.name == "prosody":
            await standing.misses(other.address)
    if chat_server.name == "ejabberd":
        # It tells nobody that a waiting request was withdrawn; the next login does not have it.
        async with desk_up(chat_server, alice) as standing:
            await standing.misses(other.address)


async def test_a_relationship_ends_from_here_and_the_contact_stays(
    chat_server: ChatServer, newcomer: Newcomer
) -> None:
    alice, bob = newcomer("alice"), newcomer("bob")
    async with friend(chat_server, bob) as other, desk_up(chat_server, alice) as standing:
        contact = await befriend(standing, other, ["Front desk"])
        await standing.sees(other.address, lambda it: it.show is Show.ONLINE, "online")
        await contact.xmpp_del()
        await standing.sees(other.address, lambda it: it.relationship is Relationship.NONE, "ended")
        await standing.sees(other.address, lambda it: it.show is Show.OFFLINE and not it.states, "unseen")
        assert (contact.name, contact.tags) == ("Bobby", ("Front desk",))
        await other.hears(standing.address, "unsubscribed")
        await contact.xmpp_del()
        await standing.misses(other.address)


async def test_a_relationship_ends_from_the_other_side(chat_server: ChatServer, newcomer: Newcomer) -> None:
    alice, bob = newcomer("alice"), newcomer("bob")
    async with friend(chat_server, bob) as other, desk_up(chat_server, alice) as standing:
        await befriend(standing, other)
        other.tell(standing.address, "unsubscribed")
        await standing.sees(other.address, lambda it: it.subscription is Subscription.FROM, "one way")
        await standing.sees(other.address, lambda it: not it.states, "unseen")


async def test_tags_go_to_the_server_and_come_back(chat_server: ChatServer, newcomer: Newcomer) -> None:
    alice, bob = newcomer("alice"), newcomer("bob")
    async with desk_up(chat_server, alice) as standing:
        contact = await standing.pbx.add_contact(f"{bob}@{chat_server.domain}", "Bobby", ["Sales"])
        await contact.set_tags(["VIP", "Front desk"])
        await standing.sees(contact.chat_id, lambda it: it.tags == ("Front desk", "VIP"), "the new tags")
    async with desk_up(chat_server, alice) as standing:
        again = await standing.sees(contact.chat_id, lambda it: it.tags == ("Front desk", "VIP"), "kept tags")
        assert again.cid == contact.cid


@pytest.mark.parametrize("address", ["nobody", "a b@acme.test", "@acme.test", "kim@acme.test/desk"])
async def test_what_is_no_address_is_refused(
    chat_server: ChatServer, newcomer: Newcomer, address: str
) -> None:
    async with desk_up(chat_server, newcomer("alice")) as standing:
        with pytest.raises(RequestError) as caught:
            await standing.pbx.add_contact(address)
        assert caught.value.word == "bad-address"


async def test_an_address_of_a_foreign_host_is_refused_and_not_kept(
    chat_server: ChatServer, newcomer: Newcomer
) -> None:
    async with desk_up(chat_server, newcomer("alice")) as standing:
        with pytest.raises(RequestError, match="cannot be reached"):
            await standing.pbx.add_contact("kim@nowhere.invalid")
        await standing.misses("kim@nowhere.invalid")
