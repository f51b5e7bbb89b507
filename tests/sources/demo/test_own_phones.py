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
from lampfield.sources.demo.own_phones import Phase
from lampfield.sources.demo.phones import NOT_REGISTERED, CallEnd
from tests.sources.demo.harness import ACCOUNT, Harness

DESK, SOFT = ACCOUNT.devices
FOUNDERS_NUMBER = "203"
OUTSIDE_NUMBER = "0161 496 0000"
CALLER = CallEnd("Brown", "01614960000")


def states(harness: Harness, channel: str) -> list[tuple[CallState, CallState]]:
    """Return the states of a call in order, without repetitions."""
    calls = [c for c in harness.changes if isinstance(c, CallChange) and c.channel == channel]
    return list(dict.fromkeys((call.state, call.nr_state) for call in calls))


def answered(harness: Harness, number: str = FOUNDERS_NUMBER) -> str:
    """Dial until the call is answered. Returns its channel."""
    for _ in range(20):
        channel = harness.view.own_phones.dial(DESK, number)
        for _ in range(30):
            harness.advance(1)
            call = harness.replica.calls.get(channel)
            if call is None:
                break
            if call.state is CallState.UP:
                return channel
    raise AssertionError("nobody answers")


def test_dialled_call_goes_through_all_states() -> None:
    harness = Harness()
    channel = answered(harness)
    harness.advance(120)
    assert states(harness, channel) == [
        (CallState.DIAL, CallState.RING),
        (CallState.DIAL, CallState.UP),
        (CallState.RING, CallState.UP),
        (CallState.UP, CallState.UP),
        (CallState.DEAD, CallState.DEAD),
    ]
    assert harness.replica.ended[-1].cause == "the other side hung up"
    assert harness.replica.devices[DESK].device.blf == 0


def test_lamps_of_device_and_contact_follow_a_call() -> None:
    harness = Harness()
    phone = harness.simulation.world.phone_of(FOUNDERS_NUMBER)
    assert phone is not None
    person = harness.simulation.world.people[phone.end.index]
    for call in list(phone.calls):
        harness.simulation.world.phone_system.end(call)
    lamps: list[tuple[int | None, int | None]] = [(0, 0)]
    channel = harness.view.own_phones.dial(DESK, FOUNDERS_NUMBER)
    for _ in range(1300):
        harness.collect()
        now = (harness.replica.devices[DESK].device.blf, harness.replica.contacts[person.key]["blf"])
        if now != lamps[-1]:
            lamps.append(now)
        harness.advance(0.1)
    assert lamps == [(0, 0), (2, 0), (1, 0), (1, 2), (1, 1), (0, 0)]
    assert channel not in harness.view.own_phones.calls


def test_called_contact_shows_the_operator_as_its_party() -> None:
    harness = Harness()
    answered(harness)
    phone = harness.simulation.world.phone_of(FOUNDERS_NUMBER)
    assert phone is not None
    parties = [c.party_at(phone.end.index).number for c in phone.calls]
    assert "100" in parties


@pytest.mark.parametrize(
    ("number", "cause"), [("99", "no such number"), ("7777", "no such number"), ("100", "busy")]
)
def test_failed_call_ends_with_its_cause(number: str, cause: str) -> None:
    harness = Harness()
    harness.view.own_phones.dial(DESK, number)
    harness.advance(5)
    assert [call.cause for call in harness.replica.ended] == [cause]


def test_call_to_an_unregistered_phone_ends_with_its_cause() -> None:
    harness = Harness(400)
    phone = next(p for p in harness.simulation.world.phone_system.phones if p.fault == NOT_REGISTERED)
    harness.view.own_phones.dial(SOFT, phone.end.number)
    harness.advance(5)
    assert harness.replica.ended[-1].cause == NOT_REGISTERED


def test_outside_calls_have_all_outcomes() -> None:
    harness = Harness()
    for _ in range(60):
        harness.view.own_phones.dial(SOFT, OUTSIDE_NUMBER)
        harness.advance(150)
    causes = {call.cause for call in harness.replica.ended}
    assert causes == {"busy", "no answer", "the other side hung up"}


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("", RefusalCode.BAD_ADDRESS),
        (" ", RefusalCode.BAD_ADDRESS),
        ("1\r\n2", RefusalCode.BAD_ADDRESS),
        ("a@b", RefusalCode.BAD_ADDRESS),
    ],
)
def test_invalid_number_is_not_dialled(number: str, code: RefusalCode) -> None:
    harness = Harness()
    with pytest.raises(Refusal) as refused:
        harness.view.own_phones.dial(DESK, number)
    assert refused.value.word is code
    assert not harness.view.own_phones.calls


def test_a_foreign_device_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        Harness().view.own_phones.dial(DeviceName("DESK/999"), "203")
    assert refused.value.word is RefusalCode.UNKNOWN_DEVICE


def test_hold_and_talk() -> None:
    harness = Harness()
    channel = answered(harness)
    harness.view.own_phones.hold(channel)
    held = harness.collect().replica.calls[channel]
    assert (held.state, held.features) == (CallState.HOLD, "talk")
    harness.view.own_phones.talk(channel)
    assert harness.collect().replica.calls[channel].state is CallState.UP


def test_answering_an_incoming_call_holds_the_other() -> None:
    harness = Harness()
    first = answered(harness)
    harness.view.own_phones.receive_call(CALLER)
    incoming = next(
        call for call in harness.collect().replica.calls.values() if call.party is CallParty.CALLEE
    )
    assert (incoming.state, incoming.name, incoming.features) == (CallState.RING, "Brown", "answer")
    assert harness.replica.devices[DESK].device.blf == 3
    harness.view.own_phones.talk(incoming.channel)
    harness.collect()
    assert harness.replica.calls[incoming.channel].state is CallState.UP
    assert harness.replica.calls[first].state is CallState.HOLD


def test_outside_call_carries_its_queue_waiting_time_and_dialled_number() -> None:
    harness = Harness()
    harness.view.own_phones.receive_call(CALLER)
    (call,) = harness.collect().replica.calls.values()
    assert (call.queue, call.did, call.outq) == ("sales queue", "0161 496 0000", 0)
    assert call.stamp // 1000 - call.inq == 12
    harness.view.own_phones.talk(call.channel)
    talk = harness.collect().replica.calls[call.channel]
    assert (talk.inq, talk.outq) == (call.inq, talk.start // 1000)


def test_unanswered_incoming_call_ends() -> None:
    harness = Harness()
    harness.view.own_phones.receive_call(CALLER)
    harness.advance(20)
    assert [call.cause for call in harness.replica.ended] == ["not answered"]


def test_hanging_up_ends_a_call_once() -> None:
    harness = Harness()
    channel = harness.view.own_phones.dial(DESK, FOUNDERS_NUMBER)
    harness.view.own_phones.hang_up(channel)
    with pytest.raises(Refusal) as refused:
        harness.view.own_phones.hang_up(channel)
    assert refused.value.word is RefusalCode.UNKNOWN_CALL
    harness.advance(200)
    assert [call.cause for call in harness.replica.ended] == [""]


def test_unanswered_call_cannot_be_held() -> None:
    harness = Harness()
    channel = harness.view.own_phones.dial(DESK, FOUNDERS_NUMBER)
    with pytest.raises(Refusal, match="answered"):
        harness.view.own_phones.hold(channel)


numbers = st.sampled_from((FOUNDERS_NUMBER, "201", "202", "204", "99", "100", OUTSIDE_NUMBER))


@settings(max_examples=60)
@given(st.lists(st.tuples(numbers, st.sampled_from((DESK, SOFT)), st.floats(0, 30)), max_size=12))
def test_every_own_call_ends_and_clears_its_lamps(calls: list[tuple[str, DeviceName, float]]) -> None:
    harness = Harness()
    before = [phone.calls for phone in harness.simulation.world.phone_system.phones]
    for number, device, pause in calls:
        harness.view.own_phones.dial(device, number)
        harness.advance(pause)
    harness.advance(150)
    assert not harness.replica.calls
    assert len(harness.replica.ended) == len(calls)
    assert all(call.cause for call in harness.replica.ended)
    assert [phone.calls for phone in harness.simulation.world.phone_system.phones] == before
    assert {d.device.blf for d in harness.replica.devices.values()} == {0}


def test_snapshot_holds_every_field_of_the_devices() -> None:
    devices = [
        change.device for change in Harness().view.own_phones.snapshot() if isinstance(change, DeviceChange)
    ]
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


def talking_on(harness: Harness, device: DeviceName) -> str:
    """Answer a new call on a device. Returns its channel."""
    channel = harness.view.own_phones.dial(device, OUTSIDE_NUMBER)
    call = harness.view.own_phones.calls[channel]
    harness.view.own_phones._talk(call)
    return channel


def held(harness: Harness) -> list[str]:
    """Return the channels of the calls on hold."""
    return [channel for channel, call in harness.view.own_phones.calls.items() if call.held]


def test_call_holds_only_the_calls_of_its_own_device() -> None:
    harness = Harness()
    first, other = talking_on(harness, DESK), talking_on(harness, SOFT)
    assert held(harness) == []
    dialling = harness.view.own_phones.dial(DESK, OUTSIDE_NUMBER)
    second = talking_on(harness, DESK)
    assert held(harness) == [first]
    harness.view.own_phones.talk(first)
    assert held(harness) == [second]
    assert {dialling, other}.isdisjoint(held(harness))


def test_action_without_effect_emits_nothing() -> None:
    harness = Harness()
    channel = talking_on(harness, DESK)
    harness.collect()
    for verb, expected in (
        ("talk", []),
        ("hold", [CallState.HOLD]),
        ("hold", []),
        ("talk", [CallState.UP]),
    ):
        before = len(harness.changes)
        getattr(harness.view.own_phones, verb)(channel)
        harness.collect()
        changes = [change.state for change in harness.changes[before:] if isinstance(change, CallChange)]
        assert changes == expected


def test_dialling_device_can_be_picked_up_but_not_the_far_end() -> None:
    harness = Harness()
    channel = harness.view.own_phones.dial(DESK, OUTSIDE_NUMBER)
    harness.view.own_phones.talk(channel)
    assert harness.view.own_phones.calls[channel].phase is Phase.CALLING
    with pytest.raises(Refusal, match="has not answered yet") as refused:
        harness.view.own_phones.talk(channel)
    assert refused.value.word is RefusalCode.REFUSED


@pytest.mark.parametrize(("number", "name"), [(OUTSIDE_NUMBER, "as known"), (FOUNDERS_NUMBER, "Cara Cole")])
def test_dialled_call_carries_the_name_of_the_number_s_owner(number: str, name: str) -> None:
    harness = Harness()
    calls = harness.view.own_phones.calls
    channels = [harness.view.own_phones.dial(SOFT, number, "as known") for _ in range(2)]
    assert channels == ["demo-1", "demo-2"]
    call = calls[channels[0]]
    assert (call.device, call.name, call.number) == (SOFT, name, number.replace(" ", ""))
    assert (call.party, call.stamp_ms) == (CallParty.CALLER, harness.simulation.scheduler.wall_ms)


def test_phases_last_as_long_as_specified() -> None:
    harness = Harness()
    channel = harness.view.own_phones.dial(DESK, FOUNDERS_NUMBER)
    phases = []
    for _ in range(30):
        harness.advance(0.1)
        phases.append(harness.view.own_phones.calls[channel].phase)
    assert [phases.count(it) for it in (Phase.NEAR_RINGS, Phase.CALLING, Phase.FAR_RINGS)] == [11, 8, 11]


def test_call_from_a_contact_shows_at_the_contact_s_phone() -> None:
    harness = Harness()
    phone_system = harness.simulation.world.phone_system
    phone = next(it for it in phone_system.phones if it.is_idle)
    harness.view.own_phones.receive_call(phone.end)
    (channel,) = harness.view.own_phones.calls
    assert (phone.blf, phone.party and phone.party.name) == (1, "Reception")
    harness.view.own_phones.hang_up(channel)
    assert phone.is_idle


def test_account_without_devices_receives_no_calls() -> None:
    simulation = Harness().simulation
    bare = simulation.view(Account(name="bare"))
    bare.own_phones.receive_call(CALLER)
    assert bare.own_phones.calls == {}


@pytest.mark.parametrize("verb", ["hang_up", "hold", "talk"])
def test_every_action_on_an_ended_call_is_refused(verb: str) -> None:
    with pytest.raises(Refusal, match="This call is over") as refused:
        getattr(Harness().view.own_phones, verb)("demo-7")
    assert refused.value.word is RefusalCode.UNKNOWN_CALL
