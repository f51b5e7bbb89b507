"""The operator's own calls: they ring, change and end."""

from collections.abc import Iterator

import msgspec

from lampfield.client.replica import Batch
from lampfield.frontend.events.event import Event, Kind, State
from lampfield.frontend.events.once import Once
from lampfield.frontend.wording import call_word
from lampfield.model.call import Call, CallState
from lampfield.model.identity import CallUid

MOST_RINGS = 256
"""How many calls are remembered as having rung."""


class CallWatch:
    """Remembers the calls as they were reported last."""

    def __init__(self) -> None:
        self._calls: dict[CallUid, Call] = {}
        self._rang: Once[str] = Once(MOST_RINGS)

    def begin(self, state: State) -> None:
        """Take the calls as they are, without an event."""
        self._calls = dict(state.calls)
        for call in state.calls.values():
            self._is_first_ring(call)

    def of(self, batch: Batch, state: State) -> Iterator[Event]:
        """Yield what happened to calls. A ring is `Kind.RINGS` once, even under a new number of the hub."""
        if batch.reset:
            yield from self._compared(batch, state)
        for uid in () if batch.reset else sorted(batch.calls):
            before = self._calls.pop(uid, None)
            if (call := state.calls.get(uid)) is not None:
                self._calls[uid] = call
            yield from self._changed(before, call or batch.ended.get(uid) or _gone(before))

    def _compared(self, batch: Batch, state: State) -> Iterator[Event]:
        """Compare all calls: another run of the hub may number the same call differently."""
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
        return call.rings_in and self._rang.first(_key(call))


def _key(call: Call) -> str:
    """Return what names a call in every run of the hub: its channel, where that is known."""
    return call.cid or str(call.uid)


def _gone(before: Call | None) -> Call | None:
    """Return a call that is no longer there, without the hub having said how it ended."""
    return msgspec.structs.replace(before, state=CallState.DEAD, cause="") if before is not None else None
