"""The calls on an account's devices, under numbers of our own."""

import msgspec

from lampfield.feed.notices import CallGone, CallNew, CallUpdate
from lampfield.hub.journal import Journal
from lampfield.hub.numbers import Numbers
from lampfield.model.call import Call, CallState
from lampfield.model.change import CallChange
from lampfield.model.identity import CallUid

Channel = tuple[str, str]
"""A source's name and its id of a call."""

MAX_ENDED = 256
"""How many ended calls keep their number, for an answer that comes after the end."""


class CallBook:
    """The last values of the calls; a dead one is told once more and dropped."""

    def __init__(self, numbers: Numbers, journal: Journal) -> None:
        self.values: dict[CallUid, Call] = {}
        self._numbers = numbers
        self._journal = journal
        self._uids: dict[Channel, CallUid] = {}
        self._channels: dict[CallUid, Channel] = {}
        self._ended: dict[Channel, CallUid] = {}

    def uid_of(self, source: str, channel: str) -> CallUid:
        """Return the number of a call that was begun, is there, or ended a moment ago."""
        at = (source, channel)
        uid = self._uids.get(at) or self._ended.get(at)
        return uid or self._number(at)

    def channel_of(self, uid: CallUid) -> Channel | None:
        """Return which call of which source a number means; None when there is none."""
        return self._channels.get(uid)

    def tell(self, source: str, change: CallChange) -> None:
        """Take what a source tells of a call."""
        at = (source, change.channel)
        if change.state is CallState.DEAD and at not in self._uids and at in self._ended:
            return
        uid = self._uids.get(at) or self._number(at)
        call = _call(uid, change)
        if change.state is CallState.DEAD:
            self._end(at, call)
        elif self.values.get(uid) != call:
            kind = CallUpdate if uid in self.values else CallNew
            self.values[uid] = call
            self._journal.keep(kind(seq=self._journal.next_seq(), call=call))

    def _number(self, at: Channel) -> CallUid:
        uid = self._uids[at] = self._numbers.next_call()
        self._channels[uid] = at
        self._ended.pop(at, None)
        return uid

    def _end(self, at: Channel, call: Call) -> None:
        self.values.pop(call.uid, None)
        del self._uids[at], self._channels[call.uid]
        self._ended[at] = call.uid
        if len(self._ended) > MAX_ENDED:
            del self._ended[next(iter(self._ended))]
        self._journal.keep(CallGone(seq=self._journal.next_seq(), uid=call.uid, call=call))


def _call(uid: CallUid, change: CallChange) -> Call:
    properties = msgspec.structs.asdict(change)
    channel = properties.pop("channel")
    return Call(uid=uid, cid=channel, **properties)
