"""Chat with somebody who uses another program."""

import asyncio
from collections.abc import Callable
from xml.etree.ElementTree import Element

import pytest

from lampfield.model.link import LinkState
from lampfield.model.room import Receipt, Typing
from lampfield.protocol.errors import RequestError
from tests.live.chat_server import ChatServer
from tests.live.desk import Desk, befriend, desk, desk_up
from tests.live.friend import Friend, friend
from tests.waiting import until
from tests.wire import wire_to

Newcomer = Callable[[str], str]

MESSAGES = 90
"""More than an opened chat reads, even where the archive holds a receipt for each."""


def texts(standing: Desk) -> list[str]:
    return [said.msg for room in standing.pbx.rooms for said in room.log]


def say(other: Friend, address: str, text: str) -> None:
    stanza = other.client.make_message(mto=address, mbody=text, mtype="chat")
    stanza["id"] = f"id {text}"
    stanza.send()


async def test_messages_go_both_ways_with_receipts(chat_server: ChatServer, newcomer: Newcomer) -> None:
    alice, bob = newcomer("alice"), newcomer("bob")
    async with friend(chat_server, bob) as other, desk_up(chat_server, alice) as standing:
        contact = await befriend(standing, other)
        room = await contact.chat()
        await room.post("Is Mr <Brown> & Co. there?")
        await other.reads("Is Mr <Brown> & Co. there?")
        await until(lambda: room.log[-1].receipt is Receipt.RECEIVED, "a receipt", 10)
        say(other, standing.address, "Yes")
        await until(lambda: texts(standing)[-1:] == ["Yes"], "an answer", 10)
        assert (room.log[-1].own, room.log[-1].cid, room.unread) == (False, contact.cid, 1)
        await room.see()
        await until(lambda: room.unread == 0, "seen")


async def test_typing_shows_both_ways(chat_server: ChatServer, newcomer: Newcomer) -> None:
    alice, bob = newcomer("alice"), newcomer("bob")
    async with friend(chat_server, bob) as other, desk_up(chat_server, alice) as standing:
        contact = await befriend(standing, other)
        room = await contact.chat()
        await room.type(Typing.COMPOSING)
        await until(lambda: any("composing" in str(said) for said in other.messages), "typing there", 10)
        stanza = other.client.make_message(mto=standing.address, mtype="chat")
        other.client.register_plugin("xep_0085")
        stanza["chat_state"] = "composing"
        stanza.send()
        await until(lambda: room.typing is Typing.COMPOSING, "typing here", 10)
        say(other, standing.address, "there")
        await until(lambda: room.typing is Typing.IDLE and texts(standing) == ["there"], "no typing", 10)


async def test_what_is_written_on_another_device_is_seen(chat_server: ChatServer, newcomer: Newcomer) -> None:
    alice, bob = newcomer("alice"), newcomer("bob")
    async with (
        friend(chat_server, bob) as other,
        friend(chat_server, alice, "phone") as phone,
        desk_up(chat_server, alice) as standing,
    ):
        await befriend(standing, other)
        say(phone, other.address, "from my phone")
        await until(lambda: texts(standing) == ["from my phone"], "a carbon", 10)
        (room,) = standing.pbx.rooms
        assert room.log[0].own
        assert room.unread == 0


async def test_history_comes_from_the_archive_once(chat_server: ChatServer, newcomer: Newcomer) -> None:
    alice, bob = newcomer("alice"), newcomer("bob")
    async with friend(chat_server, bob) as other:
        async with desk_up(chat_server, alice) as standing:
            contact = await befriend(standing, other)
            room = await contact.chat()
            for number in range(MESSAGES):
                await room.post(f"message {number}")
        async with desk_up(chat_server, alice) as standing:
            contact = await standing.sees(other.address, lambda it: it.chat_id, "the contact")
            room = await contact.chat()
            await until(lambda: len(room.log) >= 30, "the recent ones", 10)
            assert room.log[-1].msg == f"message {MESSAGES - 1}"
            assert all(said.archived and said.own for said in room.log)
            assert not room.history_complete
            await room.history(MESSAGES)
            await until(lambda: len(room.log) == MESSAGES, "all", 10)
            assert [said.msg for said in room.log] == [f"message {number}" for number in range(MESSAGES)]
            await until(lambda: room.history_complete, "nothing older")


async def test_a_message_of_a_stranger_is_not_lost(chat_server: ChatServer, newcomer: Newcomer) -> None:
    alice, bob = newcomer("alice"), newcomer("bob")
    async with friend(chat_server, bob) as other, desk_up(chat_server, alice) as standing:
        say(other, standing.address, "hello, I am new")
        await until(lambda: texts(standing) == ["hello, I am new"], "the message", 10)
        await standing.sees(other.address, lambda it: it.chat_id, "a contact for it")


async def test_what_was_said_while_away_is_there(chat_server: ChatServer, newcomer: Newcomer) -> None:
    alice, bob = newcomer("alice"), newcomer("bob")
    async with friend(chat_server, bob) as other:
        async with desk_up(chat_server, alice) as standing:
            await befriend(standing, other)
        say(other, f"{alice}@{chat_server.domain}", "call me back")
        async with desk_up(chat_server, alice) as standing:
            await until(lambda: texts(standing) == ["call me back"], "the message", 10)
            assert [room.unread for room in standing.pbx.rooms] == [1]


async def test_what_cannot_be_sent_is_refused(chat_server: ChatServer, newcomer: Newcomer) -> None:
    alice, bob = newcomer("alice"), newcomer("bob")
    async with desk_up(chat_server, alice) as standing:
        contact = await standing.pbx.add_contact(f"{bob}@{chat_server.domain}")
        room = await contact.chat()
        with pytest.raises(RequestError) as caught:
            await room.post("bell \x07")
        assert caught.value.word == "bad-text"


async def test_what_is_seen_is_marked_with_all_before_it(chat_server: ChatServer, newcomer: Newcomer) -> None:
    alice, bob = newcomer("alice"), newcomer("bob")
    async with friend(chat_server, bob) as other, desk_up(chat_server, alice) as standing:
        contact = await befriend(standing, other)
        room = await contact.chat()
        await room.post("one")
        await room.post("two")
        two = await other.reads("two")
        marker = other.client.make_message(mto=standing.address, mtype="chat")
        marker.append(Element("{urn:xmpp:chat-markers:0}displayed", id=two["id"]))
        marker.send()
        await until(lambda: [said.receipt for said in room.log] == [Receipt.READ] * 2, "both marked", 10)


async def test_a_message_comes_back_from_the_archive_under_its_name(
    chat_server: ChatServer, newcomer: Newcomer
) -> None:
    alice, bob = newcomer("alice"), newcomer("bob")
    async with friend(chat_server, bob) as other:
        async with desk_up(chat_server, alice) as standing:
            contact = await befriend(standing, other)
            await (await contact.chat()).post("hello", "a-name-of-mine")
        async with desk_up(chat_server, alice) as standing:
            contact = await standing.sees(other.address, lambda it: it.chat_id, "the contact")
            room = await contact.chat()
            await until(lambda: [said.post_id for said in room.log] == ["a-name-of-mine"], "its name", 10)


async def test_a_message_whose_line_is_cut_arrives_once(chat_server: ChatServer, newcomer: Newcomer) -> None:
    alice, bob = newcomer("alice"), newcomer("bob")
    async with (
        friend(chat_server, bob) as other,
        wire_to(chat_server.port) as wire,
        desk(chat_server, alice, port=wire.port) as standing,
    ):
        await standing.link(LinkState.UP)
        room = await (await befriend(standing, other)).chat()
        wire.hold()
        posting = asyncio.create_task(room.post("hello", "once"))
        await until(lambda: texts(standing) == ["hello"], "the message on its way", 10)
        wire.cut()
        wire.release()
        await asyncio.gather(posting, return_exceptions=True)
        await standing.link(LinkState.UP)
        # Both servers resume the stream, over which what they have not confirmed is sent again (XEP-0198, 5).
        await until(lambda: room.log[-1].receipt is Receipt.RECEIVED, "the other has it", 20)
        await asyncio.gather(room.post("hello", "once"), return_exceptions=True)
        await room.post("the next")
        await other.reads("the next")
        assert [said["body"] for said in other.messages if said["body"]] == ["hello", "the next"]
