"""Which calls stand in the way of a new one."""

import pytest

from lampfield.frontend.operations.default_call import being_dialled, call_with
from lampfield.model.call import Call, CallParty, CallState
from lampfield.model.identity import CallUid


def call(number: str, state: CallState, party: CallParty = CallParty.CALLER) -> Call:
    return Call(uid=CallUid(int(number)), number=number, state=state, party=party)


OUT = call("201", CallState.DIAL)
OUT_RINGS = call("202", CallState.RING)
IN = call("203", CallState.RING, CallParty.CALLEE)
UP = call("204", CallState.UP)
HELD = call("205", CallState.HOLD)


@pytest.mark.parametrize(
    ("calls", "found"),
    [([UP, OUT], OUT), ([IN, OUT_RINGS], OUT_RINGS), ([IN, UP, HELD], None), ([], None)],
)
def test_a_call_is_being_dialled_until_it_is_answered(calls: list[Call], found: Call | None) -> None:
    assert being_dialled(calls) is found


def test_a_call_is_known_by_its_number() -> None:
    assert call_with([UP, HELD], "205") is HELD
    assert call_with([UP, HELD], "5") is None
    assert call_with([UP], "") is None
