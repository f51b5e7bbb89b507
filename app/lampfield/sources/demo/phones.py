"""The contacts' phones: the calls on each determine its lamp and its party."""

from collections.abc import Callable
from enum import Enum, auto

import msgspec

from lampfield.model.contact import ContactPatch, Direction, Party
from lampfield.model.lamp import Lamp
from lampfield.sources.demo.people import Person
from lampfield.sources.demo.scheduler import Scheduler

NO_PHONE = "no phone"
NOT_REGISTERED = "phone not registered"
NOT_MONITORED = "not monitored"

OUTSIDE = -1
"""The index of a party that is not one of the people."""


class CallEnd(msgspec.Struct, frozen=True, gc=False):
    """One end of a call."""

    name: str
    number: str
    index: int = OUTSIDE


class Stage(Enum):
    """The progress of a call."""

    RINGING = auto()
    TALKING = auto()
    OVER = auto()


class OfficeCall:
    """A call with at least one end in the simulated office."""

    __slots__ = ("callee", "caller", "name", "queue", "since_ms", "stage")

    def __init__(self, caller: CallEnd, callee: CallEnd, since_ms: int, queue: str = "") -> None:
        self.caller = caller
        self.callee = callee
        self.queue = queue
        self.name = f"{since_ms}-{caller.number}-{callee.number}"
        self.since_ms = since_ms
        """Epoch milliseconds when it began to ring or, once answered, of the answer."""
        self.stage = Stage.RINGING

    def lamp_at(self, index: int) -> Lamp:
        """Return the lamp that this call alone would give the phone of one of its ends."""
        rings = self.stage is Stage.RINGING and self.caller.index != index
        return Lamp.RINGING if rings else Lamp.ON_CALL

    def party_at(self, index: int) -> Party:
        """Return the party at the other end."""
        out = self.caller.index == index
        other, direction = (self.callee, Direction.OUT) if out else (self.caller, Direction.IN)
        return Party(other.name, other.number, direction, self.since_ms, self.queue, self.name)


class Phone(msgspec.Struct, gc=False, eq=False):
    """One person's phone."""

    person: Person
    fault: str
    """Why its state is unknown; empty if it is known."""
    since: float
    """Epoch seconds of the lamp's last change."""
    calls: tuple[OfficeCall, ...] = ()
    bits: int = 0
    """The union of the lamps of its calls, as a ``blf`` number."""

    @property
    def end(self) -> CallEnd:
        """The person as an end of a call."""
        return CallEnd(self.person.name, self.person.number, self.person.index)

    def update_lamp(self, wall: float) -> None:
        """Recompute the lamp from the calls.

        Args:
            wall: Epoch seconds, stored as the time of the change if the known lamp changes.
        """
        index, bits = self.person.index, 0
        for call in self.calls:
            bits |= call.lamp_at(index)
        if bits != self.bits and not self.fault:
            self.since = wall
        self.bits = bits

    @property
    def blf(self) -> int | None:
        """The lamp as the contact's ``blf``; None if it is unknown."""
        return None if self.fault else self.bits

    @property
    def party(self) -> Party | None:
        """The other party of the leading call; None without a call, or if the state is unknown."""
        return self.leading_call.party_at(self.person.index) if self.leading_call is not None else None

    @property
    def leading_call(self) -> OfficeCall | None:
        """The answered call, or else the first one; None without a call, or if the state is unknown."""
        if self.fault or not self.calls:
            return None
        return next((call for call in self.calls if call.stage is Stage.TALKING), self.calls[0])

    @property
    def is_idle(self) -> bool:
        """Whether it works and has no call."""
        return not self.calls and not self.fault

    def patch(self) -> ContactPatch:
        """Return the phone's part of the contact."""
        return ContactPatch(blf=self.blf, blf_reason=self.fault, party=self.party, blf_since=self.since)


class PhoneSystem:
    """The phones and the calls between them.

    Args:
        phones: In the order of their owners' indices.
        scheduler: The scheduler.
        changed: Called with each phone whose lamp or party changed.
    """

    def __init__(self, phones: list[Phone], scheduler: Scheduler, changed: Callable[[Phone], None]) -> None:
        self.phones = phones
        self._scheduler = scheduler
        self._changed = changed

    def ring(self, call: OfficeCall) -> int:
        """Start a call. Returns the number of changed phones, as `answer`, `end` and `set_fault` do."""
        phones = self._phones_of(call)
        for phone in phones:
            phone.calls += (call,)
        return self._report(phones)

    def answer(self, call: OfficeCall) -> int:
        """Answer a call."""
        call.stage, call.since_ms = Stage.TALKING, self._scheduler.wall_ms
        return self._report(self._phones_of(call))

    def end(self, call: OfficeCall) -> int:
        """End a call. Idempotent."""
        if call.stage is Stage.OVER:
            return 0
        call.stage = Stage.OVER
        phones = self._phones_of(call)
        for phone in phones:
            phone.calls = tuple(other for other in phone.calls if other is not call)
        return self._report(phones)

    def backdate(self, call: OfficeCall, seconds: float) -> None:
        """Move the last change of a call into the past."""
        call.since_ms -= int(seconds * 1000)
        for phone in self._phones_of(call):
            phone.since = round(self._scheduler.wall - seconds, 3)

    def set_fault(self, phone: Phone, fault: str) -> int:
        """Set or clear the fault of a phone that has no calls."""
        phone.fault, phone.since = fault, self._scheduler.wall
        self._changed(phone)
        return 1

    def _phones_of(self, call: OfficeCall) -> list[Phone]:
        ends = (call.caller.index, call.callee.index)
        return [self.phones[index] for index in ends if index != OUTSIDE]

    def _report(self, phones: list[Phone]) -> int:
        wall = self._scheduler.wall
        for phone in phones:
            phone.update_lamp(wall)
            if not phone.fault:
                self._changed(phone)
        return len(phones)
