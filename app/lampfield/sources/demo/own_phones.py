"""The operator's own devices, and the calls on them."""

from collections.abc import Callable
from enum import Enum, auto
from itertools import count
from random import Random

from lampfield.model.call import CallParty, CallState
from lampfield.model.change import CallChange, DeviceChange
from lampfield.model.device import Device, DeviceState
from lampfield.model.identity import DeviceName
from lampfield.model.lamp import Lamp, lamp_union
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.sources.demo.dialplan import OPERATOR_EXTENSION, CallOutcome, outcome_of
from lampfield.sources.demo.names import QUEUES
from lampfield.sources.demo.phones import OUTSIDE, CallEnd, OfficeCall
from lampfield.sources.demo.world import World
from lampfield.sources.validation import parse_dialled

PICK_UP_SECONDS = 1.2
"""How long the operator takes to pick up a device that rings in order to dial."""

ROUTING_SECONDS = 0.8
"""How long the PBX takes to route a call."""

RING_SECONDS = (2.5, 7.0)

RING_TIMEOUT_SECONDS = 18.0
"""How long an unanswered call rings."""

TALK_SECONDS = (20.0, 90.0)

QUEUE_WAIT_MS = 12_000
"""How long an outside caller has waited in the queue when the operator's device rings."""

MAIN_NUMBER = "0161 496 0000"
"""The office's number that outside callers dial."""

EmitChange = Callable[[CallChange | DeviceChange], object]


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


class OwnPhones:
    """The devices of one account, and the calls on them.

    Args:
        owner: The name that the far end shows.
        devices: Their names; the first is the default.
        world: The people and their phones.
        rng: The random numbers.
        emit: Called with each changed device and own call.
    """

    def __init__(
        self, owner: str, devices: tuple[DeviceName, ...], world: World, rng: Random, emit: EmitChange
    ) -> None:
        self.devices = devices
        self._own_end = CallEnd(owner, OPERATOR_EXTENSION)
        self.calls: dict[str, OwnCall] = {}
        self._world = world
        self._scheduler = world.scheduler
        self._rng = rng
        self._emit = emit
        self._channels = count(1)

    def dial(self, device: DeviceName, text: str, name: str = "") -> str:
        """Ring a device, then dial a number. Returns the call's channel.

        Raises:
            Refusal: The device is unknown, or the number is invalid.
        """
        if device not in self.devices:
            raise Refusal(
                RefusalCode.UNKNOWN_DEVICE, f"You have no device {device}. Choose one from the list."
            )
        number = parse_dialled(text).dial
        phone = self._world.phone_of(number)
        call = self._new(device, phone.end.name if phone else name, number, CallParty.CALLER)
        self._step_later(PICK_UP_SECONDS, call, Phase.NEAR_RINGS, self._pick_up)
        return call.channel

    def receive_call(self, caller: CallEnd) -> None:
        """Ring the default device, unless another incoming call rings."""
        if not self.devices or any(call.is_incoming for call in self.calls.values()):
            return
        outside = caller.index == OUTSIDE
        call = self._new(
            self.devices[0], caller.name, caller.number, CallParty.CALLEE, QUEUES[0] if outside else ""
        )
        if not outside:
            call.far_call = OfficeCall(caller, self._own_end, self._scheduler.wall_ms)
            self._world.phone_system.ring(call.far_call)
        self._end_later(RING_TIMEOUT_SECONDS, call, "not answered")

    def hang_up(self, channel: str) -> None:
        """Hang up a call, or reject an incoming one.

        Raises:
            Refusal: There is no such call.
        """
        call = self._call(channel)
        self._end(call, "")

    def hold(self, channel: str) -> None:
        """Put a call on hold. Idempotent.

        Raises:
            Refusal: There is no such call, or it is not answered.
        """
        call = self._call(channel)
        if call.phase is not Phase.TALKING:
            raise Refusal(RefusalCode.REFUSED, "Only an answered call can be held.")
        self._set_held(call, held=True)

    def talk(self, channel: str) -> None:
        """Answer a call, pick up a device that rings in order to dial, or resume a held call.

        Raises:
            Refusal: There is no such call, or the far end has not answered.
        """
        call = self._call(channel)
        if call.is_incoming:
            self._talk(call)
        elif call.phase is Phase.NEAR_RINGS:
            self._pick_up(call)
        elif call.phase is Phase.TALKING:
            self._hold_others(call)
            self._set_held(call, held=False)
        else:
            raise Refusal(RefusalCode.REFUSED, "The other party has not answered yet.")

    def snapshot(self) -> list[CallChange | DeviceChange]:
        """Return the devices and their calls."""
        return [*map(self._device, self.devices), *(call.change() for call in self.calls.values())]

    def lamp(self, name: DeviceName) -> Lamp:
        """Return a device's lamp: the union over its calls."""
        return lamp_union(
            (Lamp.AVAILABLE, *(call.lamp for call in self.calls.values() if call.device == name))
        )

    def _new(self, device: DeviceName, name: str, number: str, party: CallParty, queue: str = "") -> OwnCall:
        channel = f"demo-{next(self._channels)}"
        call = OwnCall(channel, device, name, number, party, self._scheduler.wall_ms)
        if queue:
            call.queue, call.queued_ms, call.did = queue, call.stamp_ms - QUEUE_WAIT_MS, MAIN_NUMBER
        self.calls[channel] = call
        self._emit_call(call)
        return call

    def _pick_up(self, call: OwnCall) -> None:
        self._hold_others(call)
        call.phase = Phase.CALLING
        self._emit_call(call)
        self._step_later(ROUTING_SECONDS, call, Phase.CALLING, self._route)

    def _route(self, call: OwnCall) -> None:
        outcome = outcome_of(call.number, self._world, self._rng)
        if not outcome.rings:
            self._end(call, outcome.cause)
            return
        call.phase = Phase.FAR_RINGS
        if outcome.phone is not None:
            call.far_call = OfficeCall(self._own_end, outcome.phone.end, self._scheduler.wall_ms)
            self._world.phone_system.ring(call.far_call)
        self._emit_call(call)
        self._let_ring(call, outcome)

    def _let_ring(self, call: OwnCall, outcome: CallOutcome) -> None:
        if outcome.cause:
            self._end_later(RING_TIMEOUT_SECONDS, call, outcome.cause)
        else:
            self._step_later(self._rng.uniform(*RING_SECONDS), call, Phase.FAR_RINGS, self._talk)

    def _talk(self, call: OwnCall) -> None:
        self._hold_others(call)
        call.phase, call.answered_ms = Phase.TALKING, self._scheduler.wall_ms
        if call.far_call is not None:
            self._world.phone_system.answer(call.far_call)
        self._emit_call(call)
        self._end_later(self._rng.uniform(*TALK_SECONDS), call, "the other side hung up")

    def _end(self, call: OwnCall, cause: str) -> None:
        call.phase, call.cause = Phase.OVER, cause
        del self.calls[call.channel]
        if call.far_call is not None:
            self._world.phone_system.end(call.far_call)
        self._emit_call(call)

    def _set_held(self, call: OwnCall, *, held: bool) -> None:
        if call.held is not held:
            call.held = held
            self._emit_call(call)

    def _hold_others(self, call: OwnCall) -> None:
        """Put the other active calls of a call's device on hold."""
        for other in self.calls.values():
            if other is not call and other.device == call.device and other.phase is Phase.TALKING:
                self._set_held(other, held=True)

    def _emit_call(self, call: OwnCall) -> None:
        self._emit(call.change())
        self._emit(self._device(call.device))

    def _device(self, name: DeviceName) -> DeviceChange:
        label = "Softphone" if name.startswith("SOFT") else "Desk phone"
        return DeviceChange(
            Device(
                name=name,
                label=label,
                extension=OPERATOR_EXTENSION,
                extensions=(OPERATOR_EXTENSION,),
                features="hold,talk,answer",
                state=DeviceState.UP,
                blf=self.lamp(name).blf,
            )
        )

    def _call(self, channel: str) -> OwnCall:
        call = self.calls.get(channel)
        if call is None:
            raise Refusal(RefusalCode.UNKNOWN_CALL, "This call is over.")
        return call

    def _step_later(
        self, seconds: float, call: OwnCall, phase: Phase, step: Callable[[OwnCall], None]
    ) -> None:
        """Schedule the next step of a call; it is dropped if the call has left the phase by then."""
        self._scheduler.call_later(seconds, lambda: step(call) if call.phase is phase else None)

    def _end_later(self, seconds: float, call: OwnCall, cause: str) -> None:
        self._step_later(seconds, call, call.phase, lambda ending: self._end(ending, cause))
