"""A call on one of the operator's devices (``IPCortex.Types.Call``)."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from lampfield.model.identity import CallUid, DeviceName


class CallState(StrEnum):
    """The state of a call. ``dead`` is final."""

    DOWN = "down"
    """Not set up yet."""
    DIAL = "dial"
    """The operator's own device is being rung, to dial from it."""
    RING = "ring"
    """Ringing."""
    UP = "up"
    """Talking."""
    HOLD = "hold"
    """On hold."""
    PARK = "park"
    """Parked."""
    DEAD = "dead"
    """Over."""

    @classmethod
    def _missing_(cls, value: object) -> "CallState":
        """Map an unknown state of a newer peer to down, which does not claim a connection."""
        return cls.DOWN


class CallParty(StrEnum):
    """Which end of the call the operator is."""

    CALLER = "caller"
    """The operator called."""
    CALLEE = "callee"
    """The operator was called."""


class Call(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A call, as its device sees it."""

    uid: CallUid
    """The unique key while the hub runs."""
    id: int = 0
    cid: str = ""
    """The PBX's id of the channel."""
    name: str = ""
    """The other party's name: the directory's where it knows the number, else the phone server's."""
    number: str = ""
    """The other party's number."""
    pbx_name: str = msgspec.field(default="", name="pbxName")
    """What the phone server calls the other party, where the directory has another name for the number."""
    qname: str = ""
    qnumber: str = ""
    stamp: int = 0
    """Start, epoch milliseconds."""
    start: int = 0
    """Answer, epoch milliseconds; 0 until answered."""
    queue: str = ""
    """The name of the queue through which it came; empty if none."""
    inq: int = 0
    """Entered a queue, epoch seconds."""
    outq: int = 0
    """Left the queue, epoch seconds."""
    did: str = ""
    """The number that the caller dialled, where it is not the device's own; empty when not known."""
    device: DeviceName = DeviceName("")
    party: CallParty = CallParty.CALLER
    """Which end the operator is."""
    features: str = ""
    """What can be done with it now, separated by commas: ``hold``, ``talk``, ``answer``."""
    state: CallState = CallState.DOWN
    nr_state: CallState = msgspec.field(default=CallState.DOWN, name="nrState")
    """The state of the operator's own end: still ``up`` while a transferred call rings."""
    cause: str = ""
    """Why the call ended, as a sentence for the operator."""

    @property
    def rings_in(self) -> bool:
        """Whether the call rings at the operator: if the operator is the caller, the other end rings."""
        return self.state is CallState.RING and self.party is CallParty.CALLEE

    def has(self, feature: str) -> bool:
        """Return whether ``hold``, ``talk`` or ``answer`` is possible now."""
        return feature in self.features.split(",")

    def queue_wait_seconds(self, now: float) -> float | None:
        """Return how long the caller waited in the queue, in seconds; None if that is unknown.

        Args:
            now: Epoch seconds.
        """
        return max(0.0, (self.outq or now) - self.inq) if self.inq else None

    @property
    def label(self) -> str:
        """The other party's name, else its number."""
        return self.name or self.number


def own_calls(calls: Mapping[CallUid, Call]) -> list[Call]:
    """Return the active calls: ringing calls first, then the oldest."""
    alive = (call for call in calls.values() if call.state not in (CallState.DEAD, CallState.DOWN))
    return sorted(alive, key=lambda call: (not call.rings_in, call.stamp, call.uid))
