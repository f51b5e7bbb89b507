"""Which calls stand in the way of a new one."""

import pytest

from lampfield.frontend.operations.default_call import being_dialled, call_with, same_number
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


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("201", "201", True),
        ("2 01", "(20)1", True),
        ("201", "1201", False),
        ("", "", False),
        ("*21", "21", False),
        ("+49 30 123456", "030 123456", True),
        ("0049301234567", "+49 (30) 1234567", True),
        ("+49 30 123456", "040 123456", False),
        ("123456", "0123456", False),
        ("1234567", "01234567", True),
    ],
)
def test_numbers_are_the_same_however_they_are_written(one: str, other: str, same: bool) -> None:
    assert same_number(one, other) is same
    assert same_number(other, one) is same
