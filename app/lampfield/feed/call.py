"""A call on one of the operator's devices (``IPCortex.Types.Call``)."""

from __future__ import annotations

from lampfield.feed.handle import Handle, Live
from lampfield.feed.requests import CallHangup, CallHold, CallTalk
from lampfield.model import call as model
from lampfield.model.call import CallParty, CallState
from lampfield.model.identity import CallUid, DeviceName


class Call(Handle[model.Call]):
    """A call. Its attributes are always the latest; `value` has all of them."""

    uid = Live[CallUid]()
    name = Live[str]()
    number = Live[str]()
    label = Live[str]()
    queue = Live[str]()
    inq = Live[int]()
    outq = Live[int]()
    did = Live[str]()
    device = Live[DeviceName]()
    party = Live[CallParty]()
    state = Live[CallState]()
    stamp = Live[int]()
    start = Live[int]()
    features = Live[str]()
    cause = Live[str]()

    async def hangup(self) -> None:
        """End the call."""
        await self.pbx.request(CallHangup(uid=self.uid))

    async def hold(self) -> None:
        """Put the call on hold."""
        await self.pbx.request(CallHold(uid=self.uid))

    async def talk(self) -> None:
        """Answer the call, or take it back from hold."""
        await self.pbx.request(CallTalk(uid=self.uid))
