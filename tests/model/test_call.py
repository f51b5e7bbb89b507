"""The operator's calls: which are active, their order and their labels."""

import pytest

from lampfield.model.call import Call, CallParty, CallState, own_calls
from lampfield.model.identity import CallUid

ALIVE = [state for state in CallState if state not in (CallState.DEAD, CallState.DOWN)]


def call(uid: int, state: CallState, stamp: int = 0, party: CallParty = CallParty.CALLER) -> Call:
    return Call(uid=CallUid(uid), state=state, stamp=stamp, party=party)


def test_ringing_calls_come_first_then_the_oldest_then_the_lower_uid() -> None:
    right = [
        call(9, CallState.RING, 8, CallParty.CALLEE),
        call(1, CallState.RING, 9, CallParty.CALLEE),
        call(8, CallState.RING, 1),
        call(2, CallState.UP, 2),
        call(3, CallState.HOLD, 2),
    ]
    for calls in (right, right[::-1], right[2:] + right[:2]):
        assert own_calls({it.uid: it for it in calls}) == right


@pytest.mark.parametrize("state", list(CallState))
def test_a_call_is_listed_while_it_is_active(state: CallState) -> None:
    one = call(1, state)
    assert own_calls({one.uid: one}) == ([one] if state in ALIVE else [])


@pytest.mark.parametrize("state", list(CallState))
@pytest.mark.parametrize("party", list(CallParty))
def test_only_a_call_that_rings_the_operator_rings_in(state: CallState, party: CallParty) -> None:
    expected = (state, party) == (CallState.RING, CallParty.CALLEE)
    assert call(1, state, party=party).rings_in is expected


def test_a_feature_is_a_whole_word_of_the_list() -> None:
    one = Call(uid=CallUid(1), features="hold,talk")
    assert [one.has(it) for it in ("hold", "talk", "answer", "hol", "hold,talk")] == [
        True,
        True,
        *[False] * 3,
    ]
    assert not Call(uid=CallUid(1)).has("hold")


def test_the_label_is_the_other_party_s_name_else_its_number() -> None:
    assert Call(uid=CallUid(1), name="Ann", number="201").label == "Ann"
    assert Call(uid=CallUid(1), number="201").label == "201"


def test_an_unknown_state_of_a_newer_peer_is_down() -> None:
    assert CallState("levitating") is CallState.DOWN
