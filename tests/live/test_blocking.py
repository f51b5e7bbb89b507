"""Somebody whom the operator blocks on another device, and unblocks again."""

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from lampfield.model.relationship import Relationship
from lampfield.model.show import Show
from tests.live.chat_server import ChatServer
from tests.live.desk import befriend, desk_up
from tests.live.friend import Friend, friend

Newcomer = Callable[[str], str]

BLOCKING = "{urn:xmpp:blocking}"


async def change_block_list(device: Friend, verb: str, *addresses: str) -> None:
    """Let another device of the operator block or unblock somebody."""
    change = Element(f"{BLOCKING}{verb}")
    for address in addresses:
        SubElement(change, f"{BLOCKING}item", jid=address)
    iq: Any = device.client.make_iq_set(sub=change)
    await iq.send(timeout=10)


async def test_who_is_blocked_elsewhere_is_on_line_no_more_and_comes_back(
    chat_server: ChatServer, newcomer: Newcomer
) -> None:
    alice, bob, cara = newcomer("alice"), newcomer("bob"), newcomer("cara")
    async with (
        friend(chat_server, bob) as other,
        friend(chat_server, cara) as third,
        desk_up(chat_server, alice) as standing,
        friend(chat_server, alice, "phone") as phone,
    ):
        await befriend(standing, other)
        await befriend(standing, third)
        await standing.sees(other.address, lambda it: it.show is Show.ONLINE, "online")
        await standing.sees(third.address, lambda it: it.show is Show.ONLINE, "online")
        await change_block_list(phone, "block", other.address)
        blocked = await standing.sees(
            other.address, lambda it: it.relationship is Relationship.BLOCKED, "blocked"
        )
        assert (blocked.show, blocked.states, blocked.can_chat) == (Show.OFFLINE, {}, False)
        other.show("dnd", "in a talk")
        third.show("away")
        await standing.sees(third.address, lambda it: it.show is Show.AWAY, "what others do is seen")
        assert blocked.states == {}
        await change_block_list(phone, "unblock", other.address)
        back = await standing.sees(other.address, lambda it: it.show is Show.DND, "what is so after it")
        assert (back.relationship, back.status) == (Relationship.MUTUAL, "in a talk")


async def test_who_left_while_blocked_is_off_line_after_every_block_has_ended(
    chat_server: ChatServer, newcomer: Newcomer
) -> None:
    alice, bob, cara = newcomer("alice"), newcomer("bob"), newcomer("cara")
    async with (
        friend(chat_server, cara) as third,
        desk_up(chat_server, alice) as standing,
        friend(chat_server, alice, "phone") as phone,
    ):
        async with friend(chat_server, bob) as other:
            await befriend(standing, other)
            await befriend(standing, third)
            await standing.sees(other.address, lambda it: it.show is Show.ONLINE, "online")
            await change_block_list(phone, "block", other.address, third.address)
            await standing.sees(third.address, lambda it: it.relationship is Relationship.BLOCKED, "blocked")
        await change_block_list(phone, "unblock")
        await standing.sees(third.address, lambda it: it.show is Show.ONLINE, "who stayed is seen again")
        gone = await standing.sees(
            other.address, lambda it: it.relationship is Relationship.MUTUAL, "no more blocked"
        )
        assert gone.states == {}


async def test_a_block_of_before_is_known_at_login(chat_server: ChatServer, newcomer: Newcomer) -> None:
    alice, bob = newcomer("alice"), newcomer("bob")
    async with friend(chat_server, bob) as other, friend(chat_server, alice, "phone") as phone:
        async with desk_up(chat_server, alice) as standing:
            await befriend(standing, other)
        await change_block_list(phone, "block", other.address)
        async with desk_up(chat_server, alice) as standing:
            blocked = await standing.sees(
                other.address, lambda it: it.relationship is Relationship.BLOCKED, "blocked"
            )
            assert (blocked.name, blocked.states) == ("Bobby", {})
