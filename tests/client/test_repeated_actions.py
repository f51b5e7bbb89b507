"""An action whose answer was lost: its true outcome is found out, and nothing is done twice."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, NamedTuple

import pytest
from websockets.asyncio.server import ServerConnection

import lampfield
from lampfield.client import repeated_actions
from lampfield.client.pbx import PBX
from lampfield.hub.server import HubServer
from lampfield.model.account import Account, Right
from lampfield.model.call import CallState
from lampfield.model.change import CallChange, DeviceChange
from lampfield.model.contact import Direction, Party
from lampfield.model.device import Device
from lampfield.model.identity import ContactId, DeviceName
from lampfield.model.link import LinkState
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.protocol.errors import AnswerTimeout, ConnectionLost, NotConnected
from lampfield.protocol.requests import REQUESTS, Action, CallHold, ContactDial, DeviceTest
from tests.client.test_misbehaviour import connecting as connecting_to_play
from tests.client.test_misbehaviour import login, playing
from tests.client.test_reconnect import hub_link, soon
from tests.hub.scripted import Scripted, contact
from tests.waiting import until
from tests.wire import Wire, wire_to

PHONE = DeviceName("PJSIP/1")
BROWN = Party("Brown", "0161", Direction.IN, since=1_000, call="7")
OPERATOR = Account(name="op", secret="s", devices=(PHONE,), may=(Right.DIAL, Right.HANGUP))
FIRST = (
    DeviceChange(Device(name=PHONE)),
    CallChange(channel="c", device=PHONE, state=CallState.UP, number="0161"),
    contact("201", name="Alice", number="201", blf=1, party=BROWN),
)
UNKNOWN = "The outcome is unknown."

Doing = Callable[[PBX], Awaitable[object]]

DOINGS: dict[str, tuple[Doing, tuple[object, ...]]] = {
    "contact.dial": (lambda pbx: alice(pbx).dial(), ("dial", PHONE, "201", "Alice")),
    "device.dial": (lambda pbx: pbx.dial(PHONE, "99"), ("dial", PHONE, "99", None)),
    "device.test": (lambda pbx: pbx.request(DeviceTest(device=PHONE)), ("test", PHONE)),
    "contact.hangup": (lambda pbx: alice(pbx).hangup(), ("hang up contact", "201")),
    "call.hangup": (lambda pbx: next(iter(pbx.calls)).hangup(), ("hang up", "c")),
    "call.hold": (lambda pbx: next(iter(pbx.calls)).hold(), ("hold", "c")),
    "call.talk": (lambda pbx: next(iter(pbx.calls)).talk(), ("talk", "c")),
}


def alice(pbx: PBX) -> lampfield.Contact:
    return next(iter(pbx.contacts))


class Office(NamedTuple):
    """A client of a hub over a wire that can be cut."""

    source: Scripted
    hub: HubServer
    wire: Wire
    pbx: PBX


@asynccontextmanager
async def office() -> AsyncIterator[Office]:
    source = Scripted(*FIRST)
    async with (
        HubServer([OPERATOR], [source]) as hub,
        wire_to(hub.port) as wire,
        lampfield.connect(wire.url, account="op", secret="s", delays=soon) as pbx,
    ):
        yield Office(source, hub, wire, pbx)


def is_tried(wire: Wire, connections: int) -> bool:
    """Return whether there was another connection after the first ``connections``."""
    return wire.connections > connections


async def lose_the_answer(it: Office, doing: Doing) -> "asyncio.Task[Any]":
    """Begin something, and cut the line before its answer."""
    it.source.go_on.clear()
    begun = len(it.source.asked)
    asking = asyncio.ensure_future(doing(it.pbx))
    await until(lambda: len(it.source.asked) > begun, "the request at the source")
    it.wire.cut()
    return asking


def test_every_action_of_the_phone_is_tried_here() -> None:
    assert DOINGS.keys() == {name for name, type_ in REQUESTS.items() if issubclass(type_, Action)}


@pytest.mark.parametrize("method", DOINGS)
async def test_the_outcome_is_found_out_when_the_connection_is_back(method: str) -> None:
    """Twice in a row, and each time the line breaks twice."""
    doing, asked = DOINGS[method]
    async with office() as it:
        for times in (1, 2):
            asking = await lose_the_answer(it, doing)
            connections = it.wire.connections
            await until(partial(is_tried, it.wire, connections), "a connection")
            it.wire.cut()
            it.source.go_on.set()
            await asking
            assert it.source.asked == [asked] * times
            await until(lambda: hub_link(it.pbx) is LinkState.UP, "the line")
        if method.endswith("dial"):
            assert asking.result().uid == it.hub.context.accounts.get(OPERATOR).store.calls.uid_of(  # type: ignore[union-attr]
                "scripted", "channel-1"
            )


async def test_a_refusal_that_was_lost_is_told_when_the_connection_is_back() -> None:
    async with office() as it:
        it.source.refusal = Refusal(RefusalCode.REFUSED, "The phone is busy.")
        asking = await lose_the_answer(it, DOINGS["contact.dial"][0])
        it.source.go_on.set()
        with pytest.raises(lampfield.RequestError, match="The phone is busy") as caught:
            await asking
        assert not caught.value.outcome_unknown
        assert len(it.source.asked) == 1


async def test_a_hub_that_started_again_is_not_asked_for_the_action() -> None:
    other = Scripted(*FIRST)
    async with office() as it:
        asking = await lose_the_answer(it, DOINGS["device.dial"][0])
        port = it.hub.port
        it.wire.accepts = False
        await it.hub.__aexit__(None, None, None)
        async with HubServer([OPERATOR], [other], port=port):
            it.wire.accepts = True
            with pytest.raises(ConnectionLost) as caught:
                await asking
            await until(lambda: hub_link(it.pbx) is LinkState.UP, "the new hub")
    assert caught.value.outcome_unknown
    assert str(caught.value) == f"The hub has restarted meanwhile. {UNKNOWN}"
    assert other.asked == []


async def test_a_connection_that_does_not_come_back_leaves_the_outcome_unknown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(repeated_actions, "RECONNECT_SECONDS", 0.05)
    async with office() as it:
        it.wire.accepts = False
        asking = await lose_the_answer(it, DOINGS["call.hold"][0])
        with pytest.raises(ConnectionLost) as caught:
            await asking
        assert caught.value.outcome_unknown
        assert str(caught.value) == f"The connection to the hub was lost. {UNKNOWN}"
        with pytest.raises(NotConnected) as refused:
            await DOINGS["call.hold"][0](it.pbx)
        assert not refused.value.outcome_unknown
        assert UNKNOWN not in str(refused.value)
        assert len(it.source.asked) == 1


async def test_a_feed_that_ended_for_good_leaves_the_outcome_unknown_at_once() -> None:
    source = Scripted(*FIRST)
    async with (
        HubServer([OPERATOR], [source]) as hub,
        wire_to(hub.port) as wire,
        lampfield.connect(wire.url, account="op", secret="s", policy=lambda _: False) as pbx,
    ):
        asking = await lose_the_answer(Office(source, hub, wire, pbx), DOINGS["call.hold"][0])
        with pytest.raises(ConnectionLost, match=UNKNOWN):
            await asking


async def test_a_hub_that_does_not_know_names_is_not_asked_again() -> None:
    asked: list[str] = []

    async def play(socket: ServerConnection) -> None:
        await login(socket)
        async for frame in socket:
            asked.append(str(frame))
            socket.transport.abort()

    async with playing(play) as url, connecting_to_play(url, delays=soon) as pbx:
        with pytest.raises(ConnectionLost) as caught:
            await pbx.request(ContactDial(cid=ContactId(1)))
        assert caught.value.outcome_unknown
        await until(lambda: hub_link(pbx) is LinkState.UP, "the line")
    assert len(asked) == 1


async def test_what_is_not_answered_in_time_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lampfield.client.pbx.ANSWER_SECONDS", 0.05)
    async with office() as it:
        it.source.go_on.clear()
        with pytest.raises(AnswerTimeout) as caught:
            await it.pbx.request(CallHold(uid=next(iter(it.pbx.calls)).uid))
        assert caught.value.outcome_unknown
        assert str(caught.value) == f"The hub did not answer within 0.05 s. {UNKNOWN}"


async def test_what_the_source_did_not_answer_is_not_known_and_what_it_refused_is() -> None:
    async with office() as it:
        for word, unknown in (
            (RefusalCode.TIMED_OUT, True),
            (RefusalCode.REFUSED, False),
            (RefusalCode.LINK_DOWN, False),
        ):
            it.source.refusal = Refusal(word, "So.")
            with pytest.raises(lampfield.RequestError) as caught:
                await it.pbx.request(CallHold(uid=next(iter(it.pbx.calls)).uid))
            assert caught.value.outcome_unknown is unknown
