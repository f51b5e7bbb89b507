"""Events of the operator's own calls: ringing, changed, ended."""

from collections.abc import Iterator

import msgspec

from lampfield.client.replica import Batch
from lampfield.frontend.events.event import Event, Kind, State
from lampfield.frontend.events.once import Once
from lampfield.frontend.wording import call_word
from lampfield.model.call import Call, CallState
from lampfield.model.identity import CallUid

MAX_RINGS = 256
"""The maximum number of calls that are remembered as having rung."""


class CallWatch:
    """Remembers the last reported state of each call."""

    def __init__(self) -> None:
        self._calls: dict[CallUid, Call] = {}
        self._rang: Once[str] = Once(MAX_RINGS)

    def begin(self, state: State) -> None:
        """Take the current calls as the baseline, without events."""
        self._calls = dict(state.calls)
        for call in state.calls.values():
            self._is_first_ring(call)

    def events_of(self, batch: Batch, state: State) -> Iterator[Event]:
        """Yield the events of calls. A call is `Kind.RINGS` once, even if a restarted hub renumbers it."""
        if batch.reset:
            yield from self._compared(batch, state)
        for uid in () if batch.reset else sorted(batch.calls):
            before = self._calls.pop(uid, None)
            if (call := state.calls.get(uid)) is not None:
                self._calls[uid] = call
            yield from self._changed(before, call or batch.ended.get(uid) or _gone(before))

    def _compared(self, batch: Batch, state: State) -> Iterator[Event]:
        """Compare all calls by channel: a restarted hub may renumber them."""
        before = {_key(call): call for call in self._calls.values()}
        self._calls = dict(state.calls)
        for _, call in sorted(state.calls.items()):
            yield from self._changed(before.pop(_key(call), None), call)
        for call in before.values():
            yield from self._changed(call, batch.ended.get(call.uid) or _gone(call))

    def _changed(self, before: Call | None, call: Call | None) -> Iterator[Event]:
        if call is not None and call != before:
            yield Event(self._kind(before, call), call=call)

    def _kind(self, before: Call | None, call: Call) -> Kind:
        is_first_ring = self._is_first_ring(call)
        if before is not None and call_word(before) == call_word(call):
            return Kind.CALL_DETAIL
        if call.state is CallState.DEAD:
            return Kind.ENDED
        return Kind.RINGS if is_first_ring else Kind.CALL

    def _is_first_ring(self, call: Call) -> bool:
        return call.rings_in and self._rang.add(_key(call))


def _key(call: Call) -> str:
    """Return a key that identifies a call across restarts of the hub: its channel if known."""
    return call.cid or str(call.uid)


def _gone(before: Call | None) -> Call | None:
    """Return the ended state of a call that is missing without a notification of its end."""
    return msgspec.structs.replace(before, state=CallState.DEAD, cause="") if before is not None else None
