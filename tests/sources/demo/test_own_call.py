"""The change and the lamp of an own call in each phase."""

import pytest

from lampfield.model.call import CallParty, CallState
from lampfield.model.change import CallChange
from lampfield.model.identity import DeviceName
from lampfield.model.lamp import Lamp
from lampfield.sources.demo.own_phones import OwnCall, Phase

DESK = DeviceName("DESK/100")
DIAL, RING, UP, HOLD, DEAD = CallState.DIAL, CallState.RING, CallState.UP, CallState.HOLD, CallState.DEAD


def call_in(phase: Phase, party: CallParty, *, held: bool = False) -> OwnCall:
    call = OwnCall("demo-1", DESK, "Brown", "0161", party, 7)
    call.phase, call.held = phase, held
    return call


@pytest.mark.parametrize(
    ("phase", "held", "state", "near", "features"),
    [
        (Phase.NEAR_RINGS, False, DIAL, RING, ""),
        (Phase.CALLING, False, DIAL, UP, ""),
        (Phase.FAR_RINGS, False, RING, UP, ""),
        (Phase.TALKING, False, UP, UP, "hold"),
        (Phase.TALKING, True, HOLD, HOLD, "talk"),
        (Phase.OVER, True, DEAD, DEAD, ""),
    ],
)
def test_outgoing_call_in_each_phase(
    phase: Phase, held: bool, state: CallState, near: CallState, features: str
) -> None:
    changes = call_in(phase, CallParty.CALLER, held=held).change()
    assert (changes.state, changes.nr_state, changes.features) == (state, near, features)


@pytest.mark.parametrize(
    ("phase", "state", "near", "features"),
    [(Phase.NEAR_RINGS, RING, RING, "answer"), (Phase.TALKING, UP, UP, "hold"), (Phase.OVER, DEAD, DEAD, "")],
)
def test_incoming_call_in_each_phase(phase: Phase, state: CallState, near: CallState, features: str) -> None:
    changes = call_in(phase, CallParty.CALLEE).change()
    assert (changes.state, changes.nr_state, changes.features) == (state, near, features)


def test_change_holds_every_field_of_the_call() -> None:
    call = call_in(Phase.TALKING, CallParty.CALLEE)
    call.answered_ms = 9
    expected = CallChange(
        channel="demo-1",
        device=DESK,
        name="Brown",
        number="0161",
        stamp=7,
        start=9,
        party=CallParty.CALLEE,
        state=UP,
        nr_state=UP,
        features="hold",
        cause="",
    )
    assert call.change() == expected
    call.cause = "busy"
    assert call.change().cause == "busy"


@pytest.mark.parametrize(
    ("phase", "lamp"),
    [(Phase.NEAR_RINGS, Lamp.RINGING), (Phase.CALLING, Lamp.ON_CALL), (Phase.TALKING, Lamp.ON_CALL)],
)
def test_lamp_of_a_device_rings_until_it_is_off_the_hook(phase: Phase, lamp: Lamp) -> None:
    assert call_in(phase, CallParty.CALLER).lamp is lamp
    assert call_in(phase, CallParty.CALLEE).lamp is lamp
