"""The seed's ``Contact``, whole: every property, method and event, over a real hub."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

import lampfield
from lampfield.client.pbx import PBX
from lampfield.hub.server import HubServer
from lampfield.model.call import CallState
from lampfield.model.change import CallChange, ContactGone, DeviceChange, MessageChange, RoomChange
from lampfield.model.device import Device, DeviceState
from lampfield.model.identity import ContactKey, DeviceName
from lampfield.model.link import LinkName
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.relationship import Relationship
from lampfield.model.room import Typing
from lampfield.model.show import Show, State
from tests.hub.caller import ACCOUNT
from tests.hub.scripted import Scripted, contact
from tests.waiting import until

DEVICE = Device(name=DeviceName("PJSIP/1"), label="Desk", extension="1", state=DeviceState.UP, blf=0)
ALICE = contact(
    "alice@acme.test",
    name="Alice Ames",
    uname="alice",
    company="7",
    company_name="Acme Ltd",
    email="alice@mail.test",
    can_call=True,
    can_tag=True,
    chat_id="alice@acme.test",
    tags=("Sales",),
    states={"desk": State("away", "lunch")},
    blf=2,
    number="201",
    relationship=Relationship.MUTUAL,
)
KEY = ContactKey("alice@acme.test")


@asynccontextmanager
async def office(*more: Any) -> AsyncIterator[tuple[Scripted, PBX, lampfield.Contact]]:
    source = Scripted(DeviceChange(DEVICE), ALICE, *more)
    async with (
        HubServer([ACCOUNT], [source], linger=0.0) as hub,
        lampfield.connect(hub.url, account=ACCOUNT.name, secret=ACCOUNT.secret) as pbx,
    ):
        await until(lambda: any(it.name == "Alice Ames" for it in pbx.contacts), "Alice")
        yield source, pbx, next(it for it in pbx.contacts if it.name == "Alice Ames")


async def test_every_property_of_the_seed_is_there() -> None:
    async with office() as (_, _, alice):
        assert isinstance(alice.cid, int)
        assert (alice.name, alice.uname, alice.email) == ("Alice Ames", "alice", "alice@mail.test")
        assert (alice.company, alice.company_name) == ("7", "Acme Ltd")
        assert (alice.can_call, alice.can_chat, alice.can_tag) == (True, True, True)
        assert (alice.chat_id, alice.tags) == ("alice@acme.test", ("Sales",))
        assert alice.states["desk"].show == "away"
        assert (alice.show, alice.blf, alice.lamp) == (Show.AWAY, 2, lampfield.Lamp.RINGING)


async def test_every_method_of_the_seed_reaches_the_source() -> None:
    async with office() as (source, pbx, alice):
        await alice.xmpp_req()
        await alice.xmpp_auth()
        await alice.xmpp_del()
        await alice.set_tags(["VIP"])
        await alice.dial(DeviceName("PJSIP/1"))
        await alice.dial(pbx.devices[DeviceName("PJSIP/1")])
        await alice.chat()
        asked = [words[0] for words in source.asked]
        assert asked == ["request", "authorize", "remove", "set tags", "dial", "dial", "open chat"]
        assert source.asked[3] == ("set tags", KEY, ("VIP",))
        assert source.asked[4] == ("dial", "PJSIP/1", "201", "Alice Ames")


async def test_devices_calls_and_rooms_have_their_methods() -> None:
    async with office() as (source, pbx, alice):
        call = await pbx.devices[DeviceName("PJSIP/1")].dial("0161")
        source.tell(CallChange(channel="channel-1", device=DEVICE.name, name="Brown", state=CallState.UP))
        await until(lambda: call.state is CallState.UP, "the call")
        assert [it.label for it in pbx.devices[DeviceName("PJSIP/1")].calls] == ["Brown"]
        await call.hold()
        await call.talk()
        await call.hangup()
        room = await alice.chat()
        message = await room.post("hello")
        await room.type(Typing.COMPOSING)
        await room.see(message)
        await room.history(20)
        await room.leave()
        verbs = [words[0] for words in source.asked]
        assert verbs[:4] == ["dial", "hold", "talk", "hang up"]
        assert verbs[4:] == ["open chat", "post", "typing", "history", "leave"]
        assert room.contact is alice


async def test_a_room_is_seen_up_to_its_latest_message_where_none_is_named() -> None:
    async with office() as (source, _, alice):
        room = await alice.chat()
        await room.see()
        assert [words[0] for words in source.asked] == ["open chat"]
        source.tell(MessageChange(key=KEY, id="1", text="a"), MessageChange(key=KEY, id="2", text="b"))
        await until(lambda: room.unread == 2, "two messages")
        await room.see()
        await until(lambda: room.unread == 0, "nothing unread")
        assert source.asked[-1] == ("seen", KEY, "2")


async def test_messages_are_read_once_and_the_log_stays() -> None:
    async with office() as (source, _, alice):
        room = await alice.chat()
        source.tell(MessageChange(key=KEY, id="1", text="hello"), RoomChange(key=KEY))
        await until(lambda: room.unread == 1, "a message")
        assert [said.msg for said in room.messages] == ["hello"]
        assert room.messages == []
        assert [said.msg for said in room.log] == ["hello"]


async def test_new_update_and_gone_are_told_on_the_contact_and_on_the_class() -> None:
    events: list[tuple[str, str]] = []
    every = {
        event: lambda it, event=event: events.append((event, it.name)) for event in ("new", "update", "gone")
    }
    for event, listener in every.items():
        lampfield.Contact.add_listener(event, listener)
    try:
        async with office() as (source, _, alice):
            events.clear()
            alice.add_listener("update", lambda it: events.append(("own", it.status)))
            source.tell(contact("bob@acme.test", name="Bob"))
            await until(lambda: ("new", "Bob") in events, "new")
            source.tell(contact(KEY, states={"desk": State("dnd", "busy")}))
            await until(lambda: ("own", "busy") in events, "update")
            assert ("update", "Alice Ames") in events
            source.tell(ContactGone(KEY))
            await until(lambda: ("gone", "Alice Ames") in events, "gone")
            assert alice.name == "Alice Ames"
    finally:
        for event, listener in every.items():
            assert lampfield.Contact.remove_listener(event, listener)


async def test_a_handle_stays_the_same_object() -> None:
    async with office() as (source, pbx, alice):
        source.tell(contact(KEY, name="Alice Archer"))
        await until(lambda: alice.name == "Alice Archer", "the new name")
        assert pbx.contacts[alice.cid] is alice
        assert next(iter(pbx.contacts)) is alice


async def test_a_refusal_has_a_number_a_word_and_a_sentence() -> None:
    async with office() as (source, _, alice):
        source.refusal = Refusal(RefusalCode.DEVICE_OFFLINE, "Your desk phone is not registered.")
        with pytest.raises(lampfield.RequestError) as caught:
            await alice.dial()
        assert caught.value.word == "device-offline"
        assert caught.value.number > 2000
        assert str(caught.value) == "Your desk phone is not registered."


async def test_own_show_adding_and_resetting() -> None:
    async with office() as (source, pbx, _):
        await pbx.set_presence(Show.AWAY, "lunch")
        added = await pbx.add_contact("kim@acme.test", "Kim", ["VIP"])
        await pbx.reset_link(LinkName.CHAT)
        assert added.name == "Kim"
        assert source.asked == [
            ("presence", Show.AWAY, "lunch"),
            ("add", "kim@acme.test", "Kim", ("VIP",)),
            ("reset", LinkName.CHAT),
        ]


async def test_requests_go_side_by_side() -> None:
    async with office() as (source, _, alice):
        source.go_on.clear()
        first, second = asyncio.create_task(alice.xmpp_req()), asyncio.create_task(alice.xmpp_del())
        await until(lambda: len(source.asked) == 2, "both requests")
        source.go_on.set()
        await asyncio.gather(first, second)
