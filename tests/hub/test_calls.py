"""Own calls and their numbers."""

import pytest

from lampfield.hub import state as module
from lampfield.model.call import CallState
from lampfield.model.change import CallChange
from lampfield.model.identity import DeviceName
from lampfield.protocol.notifications import CallGone, CallNew, CallUpdate
from tests.hub.stores import PBX, Reader, store_of


def call(state: CallState, channel: str = "c1", name: str = "") -> CallChange:
    return CallChange(channel=channel, device=DeviceName("PJSIP/1"), state=state, name=name)


def test_a_call_is_told_from_its_first_ring_to_its_end() -> None:
    reader = Reader(store_of())
    notices = reader.hear(
        PBX, call(CallState.RING), call(CallState.UP), call(CallState.UP), call(CallState.DEAD)
    )
    assert [type(notice) for notice in notices] == [CallNew, CallUpdate, CallGone]
    assert (
        len({notice.call.uid for notice in notices if isinstance(notice, CallNew | CallUpdate | CallGone)})
        == 1
    )
    assert reader.store.calls.values == {}


def test_a_channel_that_is_used_again_is_another_call() -> None:
    reader = Reader(store_of())
    reader.hear(PBX, call(CallState.RING), call(CallState.DEAD))
    first = reader.store.calls.uid_of(PBX, "c1")
    reader.hear(PBX, call(CallState.RING))
    assert reader.store.calls.uid_of(PBX, "c1") > first


def test_a_call_that_ended_is_not_told_twice() -> None:
    reader = Reader(store_of())
    reader.hear(PBX, call(CallState.RING), call(CallState.DEAD))
    assert reader.hear(PBX, call(CallState.DEAD)) == []


def test_a_call_that_failed_at_once_is_still_told() -> None:
    reader = Reader(store_of())
    uid = reader.store.calls.uid_of(PBX, "c1")
    (notice,) = reader.hear(PBX, call(CallState.DEAD))
    assert isinstance(notice, CallGone)
    assert notice.uid == uid


def test_the_number_of_a_dialled_call_is_known_before_and_after_it() -> None:
    store = store_of()
    uid = store.calls.uid_of(PBX, "c1")
    store.apply(PBX, call(CallState.DIAL))
    assert list(store.calls.values) == [uid]
    assert store.calls.channel_of(uid) == (PBX, "c1")
    store.apply(PBX, call(CallState.DEAD))
    assert store.calls.uid_of(PBX, "c1") == uid
    assert store.calls.channel_of(uid) is None


def test_ended_calls_are_forgotten_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_ENDED_CALLS", 2)
    store = store_of()
    for channel in "abc":
        store.apply(PBX, call(CallState.DEAD, channel))
    assert len(store.calls._ended) == 2
