"""A call on one of the operator's own devices."""

from enum import Enum, auto

from lampfield.model.call import CallParty, CallState
from lampfield.model.change import CallChange
from lampfield.model.identity import DeviceName
from lampfield.model.lamp import Lamp
from lampfield.sources.demo.phones import OfficeCall


class Phase(Enum):
    """The progress of an own call. Being on hold is not a phase: a held call can end like any other."""

    NEAR_RINGS = auto()
    """The operator's own device rings."""
    CALLING = auto()
    """The operator's device is off the hook; the far end does not ring yet, or never will."""
    FAR_RINGS = auto()
    TALKING = auto()
    OVER = auto()


_STATES = {
    Phase.NEAR_RINGS: (CallState.DIAL, CallState.RING),
    Phase.CALLING: (CallState.DIAL, CallState.UP),
    Phase.FAR_RINGS: (CallState.RING, CallState.UP),
    Phase.TALKING: (CallState.UP, CallState.UP),
    Phase.OVER: (CallState.DEAD, CallState.DEAD),
}
"""The state and near-end state of a call that the operator makes."""


class OwnCall:
    """An own call. Only `OwnPhones` changes it."""

    def __init__(
        self, channel: str, device: DeviceName, name: str, number: str, party: CallParty, stamp_ms: int
    ) -> None:
        self.channel = channel
        self.device = device
        self.name = name
        self.number = number
        self.party = party
        self.stamp_ms = stamp_ms
        self.answered_ms = 0
        self.queue = ""
        """The queue that it came through; empty if none."""
        self.queued_ms = 0
        self.did = ""
        """The number that an outside caller dialled."""
        self.phase = Phase.NEAR_RINGS
        self.held = False
        self.cause = ""
        self.far_call: OfficeCall | None = None
        """The same call at a contact's phone; None for an outside party."""

    @property
    def is_incoming(self) -> bool:
        """Whether it rings at the operator's device and is not answered yet."""
        return self.party is CallParty.CALLEE and self.phase is Phase.NEAR_RINGS

    @property
    def lamp(self) -> Lamp:
        """The lamp that this call alone would give its device."""
        return Lamp.RINGING if self.phase is Phase.NEAR_RINGS else Lamp.ON_CALL

    @property
    def features(self) -> str:
        """The actions that are possible now, as a comma-separated list."""
        if self.is_incoming:
            return "answer"
        if self.phase is not Phase.TALKING:
            return ""
        return "talk" if self.held else "hold"

    def change(self) -> CallChange:
        """Return the call as a change."""
        state, near = _STATES[self.phase]
        if self.is_incoming:
            state = CallState.RING
        elif self.held and self.phase is Phase.TALKING:
            state = near = CallState.HOLD
        return CallChange(
            channel=self.channel,
            device=self.device,
            name=self.name,
            number=self.number,
            queue=self.queue,
            inq=self.queued_ms // 1000,
            outq=self.answered_ms // 1000 if self.queued_ms else 0,
            did=self.did,
            stamp=self.stamp_ms,
            start=self.answered_ms,
            party=self.party,
            state=state,
            nr_state=near,
            features=self.features,
            cause=self.cause,
        )
