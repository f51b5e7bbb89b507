"""A call that is looked up after its end, or before its notification: the handle stays the same object."""

import pytest

from lampfield.client import live
from lampfield.client.options import Options
from lampfield.client.pbx import PBX
from lampfield.client.replica import Batch
from lampfield.model.call import Call, CallState
from lampfield.model.identity import CallUid
from lampfield.protocol.notifications import CallGone, CallNew, Notification

ONE, TWO = CallUid(1), CallUid(2)


@pytest.fixture(name="pbx")
def made_pbx() -> PBX:
    """Return a client whose feed consists of what `notify` passes."""
    return PBX(Options(url="ws://127.0.0.1:1"))


def notify(pbx: PBX, *notices: Notification) -> None:
    """Tell what one frame says."""
    batch = Batch()
    pbx._replica.apply(notices, batch)
    pbx._on_batch(batch)


def begins(uid: CallUid) -> Notification:
    return CallNew(seq=uid, call=Call(uid=uid, name="Brown", state=CallState.UP))


def ends(uid: CallUid) -> Notification:
    return CallGone(seq=uid, uid=uid, call=Call(uid=uid, state=CallState.DEAD, cause="busy"))


def test_a_call_that_ended_is_known_by_the_handle_that_it_had(pbx: PBX) -> None:
    notify(pbx, begins(ONE), begins(TWO))
    held = pbx.calls[ONE]
    notify(pbx, ends(ONE))
    assert pbx.call_of(ONE) is held
    assert (held.state, held.cause) == (CallState.DEAD, "busy")
    assert [call.uid for call in pbx.calls] == [TWO]


def test_a_call_that_nobody_looked_at_is_known_as_it_ended(pbx: PBX) -> None:
    notify(pbx, begins(ONE))
    notify(pbx, ends(ONE))
    assert pbx.call_of(ONE).cause == "busy"
    assert pbx.call_of(ONE) is pbx.call_of(ONE)


def test_a_call_that_began_and_ended_in_one_frame_is_known(pbx: PBX) -> None:
    notify(pbx, begins(ONE), ends(ONE))
    assert pbx.call_of(ONE).cause == "busy"


def test_a_call_that_is_not_told_yet_becomes_the_one_that_is_told(pbx: PBX) -> None:
    expected = pbx.call_of(ONE)
    assert (expected.uid, expected.name) == (ONE, "")
    notify(pbx, begins(ONE))
    assert pbx.call_of(ONE) is pbx.calls[ONE] is expected
    assert expected.name == "Brown"


def test_the_calls_that_ended_last_are_known(pbx: PBX, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "MAX_ENDED_CALLS", 3)
    uids = [CallUid(number) for number in range(1, 6)]
    for uid in uids:
        notify(pbx, begins(uid))
        notify(pbx, ends(uid))
    assert [pbx.call_of(uid).cause for uid in uids] == ["", "", "busy", "busy", "busy"]
