"""A call on one of the operator's devices (``IPCortex.Types.Call``)."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from lampfield.model.identity import CallUid, DeviceName


class CallState(StrEnum):
    """Where a call is in its life. ``dead`` is final."""

    DOWN = "down"
    DIAL = "dial"
    RING = "ring"
    UP = "up"
    HOLD = "hold"
    PARK = "park"
    DEAD = "dead"

    @classmethod
    def _missing_(cls, value: object) -> "CallState":
        """Read a word of a newer peer as down: nothing is claimed to be connected."""
        return cls.DOWN


class CallParty(StrEnum):
    """Which end of the call the operator is."""

    CALLER = "caller"
    CALLEE = "callee"


class Call(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A call, as its device sees it."""

    uid: CallUid
    """Unique while the hub runs: use this as the key."""
    id: int = 0
    cid: str = ""
    """Channel id of the PBX."""
    name: str = ""
    number: str = ""
    qname: str = ""
    qnumber: str = ""
    stamp: int = 0
    """Start, epoch milliseconds."""
    start: int = 0
    """Answer, epoch milliseconds; 0 until answered."""
    queue: str = ""
    """The queue that it came through, by name; empty when through none."""
    inq: int = 0
    """Entered a queue, epoch seconds."""
    outq: int = 0
    """Left the queue, epoch seconds."""
    did: str = ""
    """The number that the caller dialled, where it is not the device's own; empty when not known."""
    device: DeviceName = DeviceName("")
    party: CallParty = CallParty.CALLER
    features: str = ""
    state: CallState = CallState.DOWN
    nr_state: CallState = msgspec.field(default=CallState.DOWN, name="nrState")
    """The near end's state: still ``up`` when an answered call is transferred and rings."""
    cause: str = ""
    """Why a dead call ended, in words for the operator."""

    @property
    def rings_in(self) -> bool:
        """Whether somebody rings the operator: ``ring`` as the caller is the other end's ringing."""
        return self.state is CallState.RING and self.party is CallParty.CALLEE

    def has(self, feature: str) -> bool:
        """Say whether hold, talk or answer can be done now from here."""
        return feature in self.features.split(",")

    def waited(self, now: float) -> float | None:
        """Return for how many seconds the caller waited in the queue; None where nobody knows.

        Args:
            now: Epoch seconds.
        """
        return max(0.0, (self.outq or now) - self.inq) if self.inq else None

    @property
    def label(self) -> str:
        """The other party's name, else its number."""
        return self.name or self.number


def own_calls(calls: Mapping[CallUid, Call]) -> list[Call]:
    """Return the calls that are alive, those that ring first, then the oldest."""
    alive = (call for call in calls.values() if call.state not in (CallState.DEAD, CallState.DOWN))
    return sorted(alive, key=lambda call: (not call.rings_in, call.stamp, call.uid))
