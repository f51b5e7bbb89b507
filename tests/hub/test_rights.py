"""Every right against every request, and against what is told: enforced by the hub, whatever the source."""

from collections.abc import Iterator
from typing import Any

import pytest

from lampfield.hub.server import HubServer
from lampfield.hub.store import Store
from lampfield.model.account import IMPLIED_BY, USUAL_RIGHTS, Account, Right, no_right_sentence
from lampfield.model.call import CallState
from lampfield.model.change import (
    CallChange,
    Change,
    DeviceChange,
    MessageChange,
    ReceiptChange,
    RoomChange,
)
from lampfield.model.contact import Party
from lampfield.model.device import Device
from lampfield.model.identity import ContactKey, DeviceName
from lampfield.model.link import LinkName
from lampfield.model.room import Receipt
from lampfield.protocol.requests import REQUESTS, Request
from lampfield.sources.demo.source import DemoSource
from tests.hub.caller import Caller, Json, calling
from tests.hub.scripted import Scripted, contact
from tests.hub.stores import CHAT, PBX, Clock, store_of

ALICE = ContactKey("alice@acme.test")
PHONE = DeviceName("PJSIP/1")
BROWN = Party("Brown", "0161", since=1_000)
FIRST: tuple[Change, ...] = (
    DeviceChange(Device(name=PHONE)),
    CallChange(channel="c", device=PHONE, state=CallState.UP),
    contact(
        ALICE, name="Alice", number="201", blf=1, chat_id=ALICE, can_call=True, can_tag=True, party=BROWN
    ),
    RoomChange(key=ALICE),
    MessageChange(key=ALICE, id="m", text="hello"),
)

OF_NOBODY = "What anybody may who can log in."

NEEDED: dict[str, Right | str] = {
    "login": OF_NOBODY,
    "feed.start": OF_NOBODY,
    "contact.dial": Right.DIAL,
    "contact.hangup": Right.HANGUP,
    "device.dial": Right.DIAL,
    "device.test": Right.DIAL,
    "contact.chat": Right.CHAT,
    "contact.xmppReq": Right.CHAT,
    "contact.xmppAuth": Right.CHAT,
    "contact.xmppDel": Right.CHAT,
    "contact.setTags": Right.CHAT,
    "contact.add": Right.CHAT,
    "room.post": Right.CHAT,
    "room.leave": Right.CHAT,
    "room.type": Right.CHAT,
    "room.seen": Right.CHAT,
    "room.history": Right.CHAT,
    "presence.set": Right.CHAT,
    "call.hangup": Right.DIAL,
    "call.hold": Right.DIAL,
    "call.talk": Right.DIAL,
    "link.reset": Right.RESET,
}
"""The right of each request. A new request is in no table until somebody decides who may ask for it."""

PARAMS: Json = {
    "account": "op",
    "secret": "s",
    "device": PHONE,
    "number": "99",
    "address": "bob@acme.test",
    "tags": ["Sales"],
    "text": "hello",
    "typing": "composing",
    "show": "away",
    "name": "phone",
    "uid": 1,
    "roomID": 1,
    "msgID": 1,
}


def test_every_request_says_what_right_it_needs() -> None:
    assert NEEDED.keys() == REQUESTS.keys()
    for name, request in REQUESTS.items():
        assert "right" in vars(request), f"{name} names no right"
        assert (request.right or OF_NOBODY) == NEEDED[name]


def rows() -> Iterator[Any]:
    """Yield each request with each right, one that is not given a right at all too."""
    for name, request in REQUESTS.items():
        for right in (None, *Right):
            yield pytest.param(request, right, id=f"{name} {right}")


async def asked_with(source: Scripted, request: type[Request[Any]], *may: Right) -> Json:
    """Let an account ask for something. Returns the answer."""
    account = Account(name="op", secret="s", devices=(PHONE,), may=may)
    async with HubServer([account], [source], linger=0.0) as hub, calling(hub) as caller:
        await caller.login(account)
        snapshot = await caller.ask("feed.start")
        cid = snapshot["contacts"][0]["cID"]
        return await caller.answer(await caller.say(request.method, **PARAMS, cID=cid))


@pytest.mark.parametrize(("request_", "right"), list(rows()))
async def test_a_request_is_carried_out_with_its_right_and_with_no_other(
    request_: type[Request[Any]], right: Right | None
) -> None:
    source = Scripted(*FIRST)
    answer = await asked_with(source, request_, *([right] if right else []))
    if NEEDED[request_.method] in (OF_NOBODY, right):
        assert "result" in answer, answer
    else:
        error = answer["error"]
        needed = NEEDED[request_.method]
        assert (error["code"], error["data"]) == (2005, "no-right"), answer
        assert error["message"].startswith(no_right_sentence(Right(needed)))
        assert source.asked == []


class ChatServer(Scripted):
    """A source of the chat alone."""

    name = "chat"
    links = frozenset({LinkName.CHAT})


class Pbx(Scripted):
    """A source of the phone alone."""

    name = "phone"
    links = frozenset({LinkName.PHONE})


@pytest.mark.parametrize("right", [None, *Right])
async def test_the_own_login_at_the_chat_server_is_reset_by_who_may_chat(right: Right | None) -> None:
    chat, pbx = ChatServer(), Pbx()
    account = Account(name="op", secret="s", may=(right,) if right else ())
    async with HubServer([account], [chat, pbx], linger=0.0) as hub, calling(hub) as caller:
        await caller.login(account)
        await caller.ask("feed.start")
        for name in ("chat", "phone"):
            await caller.answer(await caller.say("link.reset", name=name))
        assert bool(chat.asked) is (right is Right.CHAT)
        assert bool(pbx.asked) is (right is Right.RESET)


def test_the_usual_rights_disturb_nobody_else() -> None:
    assert USUAL_RIGHTS == (Right.DIAL, Right.CHAT, Right.PARTIES)


@pytest.mark.parametrize("right", list(Right))
def test_rights_that_come_with_others(right: Right) -> None:
    account = Account(name="op", may=(right,))
    implied = {Right.PARTIES} if right in IMPLIED_BY[Right.PARTIES] else set()
    assert {it for it in Right if account.allows(it)} == {right} | implied


def shown(may: tuple[Right, ...]) -> Store:
    """Return what an account is told by a phone source and a chat source that know no rights."""
    store = store_of(Account(name="op", may=may), clock=Clock())
    for change in FIRST[:3]:
        store.apply(PBX, change)
    for change in (
        contact(ALICE, name="Alice", can_tag=True, tags=("Sales",)),
        *FIRST[3:],
        ReceiptChange(key=ALICE, id="m", receipt=Receipt.READ),
    ):
        store.apply(CHAT, change)
    # Again, with another value: what was left out once is left out the next time.
    store.apply(PBX, contact(ALICE, party=Party("Green", "0162", since=2_000)))
    store.apply(CHAT, MessageChange(key=ALICE, id="n", text="again"))
    return store


@pytest.mark.parametrize("right", [None, *Right])
def test_what_is_told_goes_by_the_rights_and_not_by_the_source(right: Right | None) -> None:
    store = shown((right,) if right else ())
    (alice,) = store.contacts.values.values()
    sees = right is Right.PARTIES or right in IMPLIED_BY[Right.PARTIES]
    assert alice.party == (Party("Green", "0162", since=2_000) if sees else None)
    assert alice.can_call is (right is Right.DIAL)
    assert alice.can_tag is (right is Right.CHAT)
    messages = [it.msg for talk in store.rooms.windows.values() for it in talk.messages]
    assert messages == (["hello", "again"] if right is Right.CHAT else [])
    assert bool(store.rooms.values) is (right is Right.CHAT)


async def test_the_demo_shows_no_party_and_no_chat_to_who_may_see_none() -> None:
    account = Account(name="op", secret="s", may=())
    source = DemoSource(60, rate=200.0, seed=3, speed=50.0)
    async with HubServer([account], [source], linger=0.0) as hub, calling(hub) as caller:
        await caller.login(account)
        snapshot = await caller.ask("feed.start")
        seen: list[Json] = list(snapshot["contacts"])
        while len(seen) < 400:
            seen += updates(await caller.frame())
        assert len(seen) > len(snapshot["contacts"])
        assert not [it for it in seen if it.get("party")]
        assert not snapshot["rooms"]
        assert not snapshot["messages"]


def updates(frame: list[Json]) -> list[Json]:
    """Return the contacts of a frame; there is no chat in it."""
    assert not [part for part in frame if part["method"].startswith(("room.", "message."))]
    return [part["params"]["contact"] for part in frame if part["method"] == "contact.update"]


async def test_no_right_is_lost_by_logging_in_again_as_somebody_else() -> None:
    mighty = Account(name="op", secret="s", devices=(PHONE,), may=tuple(Right))
    humble = Account(name="humble", secret="s", may=())
    source = Scripted(*FIRST)
    async with HubServer([mighty, humble], [source], linger=0.0) as hub, calling(hub) as caller:
        assert await started(caller, mighty) == (1, True)
        assert await started(caller, humble) == (0, False)
        assert (await caller.refused("device.dial", device=PHONE, number="99"))["data"] == "no-right"
        assert await started(caller, mighty) == (1, True)


async def started(caller: Caller, account: Account) -> tuple[int, bool]:
    """Log in and start. Returns how many rooms there are, and whether a party is shown."""
    await caller.login(account)
    snapshot = await caller.ask("feed.start")
    return len(snapshot["rooms"]), bool(snapshot["contacts"][0].get("party"))
