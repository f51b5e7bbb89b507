"""The operator's own devices and calls."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lampfield.model.account import Account
from lampfield.model.call import CallParty, CallState
from lampfield.model.change import CallChange, DeviceChange
from lampfield.model.device import Device, DeviceState
from lampfield.model.identity import DeviceName
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.sources.demo.own_call import Phase
from lampfield.sources.demo.phones import NOT_REGISTERED, End
from tests.sources.demo.desk import ACCOUNT, Desk

DESK, SOFT = ACCOUNT.devices
FOUNDERS_NUMBER = "203"
OUTSIDE_NUMBER = "0161 496 0000"
CALLER = End("Brown", "01614960000")


def states(desk: Desk, channel: str) -> list[tuple[CallState, CallState]]:
    """Return the states that a call went through, each once."""
    calls = [c for c in desk.told if isinstance(c, CallChange) and c.channel == channel]
    return list(dict.fromkeys((call.state, call.nr_state) for call in calls))


def answered(desk: Desk, number: str = FOUNDERS_NUMBER) -> str:
    """Dial until somebody answers. Returns the channel of the talk."""
    for _ in range(20):
        channel = desk.seat.line.dial(DESK, number)
        for _ in range(30):
            desk.wait(1)
            call = desk.picture.calls.get(channel)
            if call is None:
                break
            if call.state is CallState.UP:
                return channel
    raise AssertionError("nobody answers")


def test_a_dialled_call_rings_here_then_there_then_talks_then_ends() -> None:
    desk = Desk()
    channel = answered(desk)
    desk.wait(120)
    assert states(desk, channel) == [
        (CallState.DIAL, CallState.RING),
        (CallState.DIAL, CallState.UP),
        (CallState.RING, CallState.UP),
        (CallState.UP, CallState.UP),
        (CallState.DEAD, CallState.DEAD),
    ]
    assert desk.picture.ended[-1].cause == "the other side hung up"
    assert desk.picture.devices[DESK].device.blf == 0


def test_the_lamps_of_device_and_contact_follow_a_call() -> None:
    desk = Desk()
    phone = desk.office.floor.phone_of(FOUNDERS_NUMBER)
    assert phone is not None
    person = desk.office.floor.people[phone.end.place]
    for call in list(phone.calls):
        desk.office.floor.exchange.end(call)
    lamps: list[tuple[int | None, int | None]] = [(0, 0)]
    channel = desk.seat.line.dial(DESK, FOUNDERS_NUMBER)
    for _ in range(1300):
        desk.hear()
        now = (desk.picture.devices[DESK].device.blf, desk.picture.contacts[person.key]["blf"])
        if now != lamps[-1]:
            lamps.append(now)
        desk.wait(0.1)
    assert lamps == [(0, 0), (2, 0), (1, 0), (1, 2), (1, 1), (0, 0)]
    assert channel not in desk.seat.line.calls


def test_the_contact_sees_who_calls() -> None:
    desk = Desk()
    answered(desk)
    phone = desk.office.floor.phone_of(FOUNDERS_NUMBER)
    assert phone is not None
    parties = [c.party_at(phone.end.place).number for c in phone.calls]
    assert "100" in parties


@pytest.mark.parametrize(
    ("number", "cause"), [("99", "no such number"), ("7777", "no such number"), ("100", "busy")]
)
def test_a_call_that_cannot_be_ends_with_its_cause(number: str, cause: str) -> None:
    desk = Desk()
    desk.seat.line.dial(DESK, number)
    desk.wait(5)
    assert [call.cause for call in desk.picture.ended] == [cause]


def test_an_unregistered_phone_ends_the_call_with_its_cause() -> None:
    desk = Desk(400)
    phone = next(p for p in desk.office.floor.exchange.phones if p.fault == NOT_REGISTERED)
    desk.seat.line.dial(SOFT, phone.end.number)
    desk.wait(5)
    assert desk.picture.ended[-1].cause == NOT_REGISTERED


def test_outside_calls_end_in_all_ways() -> None:
    desk = Desk()
    for _ in range(60):
        desk.seat.line.dial(SOFT, OUTSIDE_NUMBER)
        desk.wait(150)
    causes = {call.cause for call in desk.picture.ended}
    assert causes == {"busy", "no answer", "the other side hung up"}


@pytest.mark.parametrize(
    ("number", "word"),
    [
        ("", RefusalCode.NO_NUMBER),
        (" ", RefusalCode.NO_NUMBER),
        ("1\r\n2", RefusalCode.NO_NUMBER),
        ("a@b", RefusalCode.NO_NUMBER),
    ],
)
def test_what_is_no_number_is_not_dialled(number: str, word: RefusalCode) -> None:
    desk = Desk()
    with pytest.raises(Refusal) as refused:
        desk.seat.line.dial(DESK, number)
    assert refused.value.word is word
    assert not desk.seat.line.calls


def test_a_foreign_device_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        Desk().seat.line.dial(DeviceName("DESK/999"), "203")
    assert refused.value.word is RefusalCode.UNKNOWN_DEVICE


def test_hold_and_talk() -> None:
    desk = Desk()
    channel = answered(desk)
    desk.seat.line.hold(channel)
    held = desk.hear().picture.calls[channel]
    assert (held.state, held.features) == (CallState.HOLD, "talk")
    desk.seat.line.talk(channel)
    assert desk.hear().picture.calls[channel].state is CallState.UP


def test_an_incoming_call_is_answered_by_talk_and_holds_the_other() -> None:
    desk = Desk()
    first = answered(desk)
    desk.seat.line.ring_in(CALLER)
    incoming = next(call for call in desk.hear().picture.calls.values() if call.party is CallParty.CALLEE)
    assert (incoming.state, incoming.name, incoming.features) == (CallState.RING, "Brown", "answer")
    assert desk.picture.devices[DESK].device.blf == 3
    desk.seat.line.talk(incoming.channel)
    desk.hear()
    assert desk.picture.calls[incoming.channel].state is CallState.UP
    assert desk.picture.calls[first].state is CallState.HOLD


def test_a_call_from_outside_tells_its_queue_how_long_it_waited_and_for_whom() -> None:
    desk = Desk()
    desk.seat.line.ring_in(CALLER)
    (call,) = desk.hear().picture.calls.values()
    assert (call.queue, call.did, call.outq) == ("sales queue", "0161 496 0000", 0)
    assert call.stamp // 1000 - call.inq == 12
    desk.seat.line.talk(call.channel)
    talk = desk.hear().picture.calls[call.channel]
    assert (talk.inq, talk.outq) == (call.inq, talk.start // 1000)


def test_an_incoming_call_that_nobody_answers_ends() -> None:
    desk = Desk()
    desk.seat.line.ring_in(CALLER)
    desk.wait(20)
    assert [call.cause for call in desk.picture.ended] == ["not answered"]


def test_hanging_up_ends_a_call_once() -> None:
    desk = Desk()
    channel = desk.seat.line.dial(DESK, FOUNDERS_NUMBER)
    desk.seat.line.hang_up(channel)
    with pytest.raises(Refusal) as refused:
        desk.seat.line.hang_up(channel)
    assert refused.value.word is RefusalCode.UNKNOWN_CALL
    desk.wait(200)
    assert [call.cause for call in desk.picture.ended] == [""]


def test_what_is_not_answered_cannot_be_held() -> None:
    desk = Desk()
    channel = desk.seat.line.dial(DESK, FOUNDERS_NUMBER)
    with pytest.raises(Refusal, match="answered"):
        desk.seat.line.hold(channel)


numbers = st.sampled_from((FOUNDERS_NUMBER, "201", "202", "204", "99", "100", OUTSIDE_NUMBER))


@settings(max_examples=60)
@given(st.lists(st.tuples(numbers, st.sampled_from((DESK, SOFT)), st.floats(0, 30)), max_size=12))
def test_every_own_call_ends_and_leaves_no_lamp(calls: list[tuple[str, DeviceName, float]]) -> None:
    desk = Desk()
    before = [phone.calls for phone in desk.office.floor.exchange.phones]
    for number, device, pause in calls:
        desk.seat.line.dial(device, number)
        desk.wait(pause)
    desk.wait(150)
    assert not desk.picture.calls
    assert len(desk.picture.ended) == len(calls)
    assert all(call.cause for call in desk.picture.ended)
    assert [phone.calls for phone in desk.office.floor.exchange.phones] == before
    assert {d.device.blf for d in desk.picture.devices.values()} == {0}


def test_the_devices_are_told_with_all_that_they_are() -> None:
    devices = [change.device for change in Desk().seat.line.snapshot() if isinstance(change, DeviceChange)]
    common = {
        "extension": "100",
        "extensions": ("100",),
        "features": "hold,talk,answer",
        "state": DeviceState.UP,
        "blf": 0,
    }
    assert devices == [
        Device(name=DESK, label="Desk phone", **common),  # type: ignore[arg-type]
        Device(name=SOFT, label="Softphone", **common),  # type: ignore[arg-type]
    ]


def talking_on(desk: Desk, device: DeviceName) -> str:
    """Let a call on a device be answered. Returns its channel."""
    channel = desk.seat.line.dial(device, OUTSIDE_NUMBER)
    call = desk.seat.line.calls[channel]
    desk.seat.line._talk(call)
    return channel


def held(desk: Desk) -> list[str]:
    """Return the channels of the calls on hold."""
    return [channel for channel, call in desk.seat.line.calls.items() if call.held]


def test_a_talk_holds_the_talks_of_its_device_alone() -> None:
    desk = Desk()
    first, other = talking_on(desk, DESK), talking_on(desk, SOFT)
    assert held(desk) == []
    dialling = desk.seat.line.dial(DESK, OUTSIDE_NUMBER)
    second = talking_on(desk, DESK)
    assert held(desk) == [first]
    desk.seat.line.talk(first)
    assert held(desk) == [second]
    assert {dialling, other}.isdisjoint(held(desk))


def test_what_changes_nothing_is_not_told() -> None:
    desk = Desk()
    channel = talking_on(desk, DESK)
    desk.hear()
    for verb, expected in (
        ("talk", []),
        ("hold", [CallState.HOLD]),
        ("hold", []),
        ("talk", [CallState.UP]),
    ):
        before = len(desk.told)
        getattr(desk.seat.line, verb)(channel)
        desk.hear()
        told = [change.state for change in desk.told[before:] if isinstance(change, CallChange)]
        assert told == expected


def test_a_device_that_rings_to_dial_can_be_picked_up_but_no_other_ringing_end() -> None:
    desk = Desk()
    channel = desk.seat.line.dial(DESK, OUTSIDE_NUMBER)
    desk.seat.line.talk(channel)
    assert desk.seat.line.calls[channel].phase is Phase.CALLING
    with pytest.raises(Refusal, match="has not answered yet") as refused:
        desk.seat.line.talk(channel)
    assert refused.value.word is RefusalCode.REFUSED


@pytest.mark.parametrize(("number", "name"), [(OUTSIDE_NUMBER, "as known"), (FOUNDERS_NUMBER, "Cara Cole")])
def test_a_dialled_call_has_the_name_of_whose_number_it_is(number: str, name: str) -> None:
    desk = Desk()
    calls = desk.seat.line.calls
    channels = [desk.seat.line.dial(SOFT, number, "as known") for _ in range(2)]
    assert channels == ["demo-1", "demo-2"]
    call = calls[channels[0]]
    assert (call.device, call.name, call.number) == (SOFT, name, number.replace(" ", ""))
    assert (call.party, call.stamp_ms) == (CallParty.CALLER, desk.office.agenda.wall_ms)


def test_steps_come_at_their_times() -> None:
    desk = Desk()
    channel = desk.seat.line.dial(DESK, FOUNDERS_NUMBER)
    phases = []
    for _ in range(30):
        desk.wait(0.1)
        phases.append(desk.seat.line.calls[channel].phase)
    assert [phases.count(it) for it in (Phase.NEAR_RINGS, Phase.CALLING, Phase.FAR_RINGS)] == [11, 8, 11]


def test_a_colleague_who_rings_has_the_call_too() -> None:
    desk = Desk()
    exchange = desk.office.floor.exchange
    phone = next(it for it in exchange.phones if it.idle)
    desk.seat.line.ring_in(phone.end)
    (channel,) = desk.seat.line.calls
    assert (phone.blf, phone.party and phone.party.name) == (1, "Reception")
    desk.seat.line.hang_up(channel)
    assert phone.idle


def test_nobody_rings_where_there_is_no_device() -> None:
    office = Desk().office
    bare = office.seat(Account(name="bare"))
    bare.line.ring_in(CALLER)
    assert bare.line.calls == {}


@pytest.mark.parametrize("verb", ["hang_up", "hold", "talk"])
def test_a_call_that_is_over_is_refused_by_every_verb(verb: str) -> None:
    with pytest.raises(Refusal, match="That call is over") as refused:
        getattr(Desk().seat.line, verb)("demo-7")
    assert refused.value.word is RefusalCode.UNKNOWN_CALL
