"""The office's phones: which calls are on each, hence its lamp and its party."""

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
"""The place of somebody who is not of the office."""


class CallEnd(msgspec.Struct, frozen=True, gc=False):
    """One end of a call."""

    name: str
    number: str
    index: int = OUTSIDE


class Stage(Enum):
    """Where a call of the office is in its life."""

    RINGING = auto()
    TALKING = auto()
    OVER = auto()


class OfficeCall:
    """A call with at least one end in the office."""

    __slots__ = ("callee", "caller", "name", "queue", "since_ms", "stage")

    def __init__(self, caller: CallEnd, callee: CallEnd, since_ms: int, queue: str = "") -> None:
        self.caller = caller
        self.callee = callee
        self.queue = queue
        self.name = f"{since_ms}-{caller.number}-{callee.number}"
        self.since_ms = since_ms
        """Epoch milliseconds of the first ring, then of the answer."""
        self.stage = Stage.RINGING

    def lamp_at(self, index: int) -> Lamp:
        """Return what this call alone makes of the lamp of one of its ends."""
        rings = self.stage is Stage.RINGING and self.caller.index != index
        return Lamp.RINGING if rings else Lamp.ON_CALL

    def party_at(self, index: int) -> Party:
        """Return who is at the other end."""
        out = self.caller.index == index
        other, direction = (self.callee, Direction.OUT) if out else (self.caller, Direction.IN)
        return Party(other.name, other.number, direction, self.since_ms, self.queue, self.name)


class Phone(msgspec.Struct, gc=False, eq=False):
    """One person's phone."""

    person: Person
    fault: str
    """Why nothing is known of it; empty where all is."""
    since: float
    """Epoch seconds of the lamp's last change."""
    calls: tuple[OfficeCall, ...] = ()
    bits: int = 0
    """The union of its calls, as the numbers of ``blf``."""

    @property
    def end(self) -> CallEnd:
        """The person, as an end of a call."""
        return CallEnd(self.person.name, self.person.number, self.person.index)

    def update_lamp(self, wall: float) -> None:
        """Let the lamp be that of the calls, from this epoch second on if it is another."""
        index, bits = self.person.index, 0
        for call in self.calls:
            bits |= call.lamp_at(index)
        if bits != self.bits:
            self.bits, self.since = bits, wall

    @property
    def blf(self) -> int | None:
        """The lamp as it is told."""
        return None if self.fault else self.bits

    @property
    def party(self) -> Party | None:
        """Whom the person talks to, else who rings, else whom the person rings; None where nobody knows."""
        return self.leading_call.party_at(self.person.index) if self.leading_call is not None else None

    @property
    def leading_call(self) -> OfficeCall | None:
        """The talk, else the first call that rings; None where there is none or nobody knows."""
        if self.fault or not self.calls:
            return None
        return next((call for call in self.calls if call.stage is Stage.TALKING), self.calls[0])

    @property
    def is_idle(self) -> bool:
        """It works, and there is no call on it."""
        return not self.calls and not self.fault

    def patch(self) -> ContactPatch:
        """Return all that the phone tells of its contact."""
        return ContactPatch(blf=self.blf, blf_reason=self.fault, party=self.party, blf_since=self.since)


class PhoneSystem:
    """The phones of the office and the calls between them.

    Args:
        phones: By the place of their owners.
        agenda: The time.
        changed: Told each phone whose lamp or party is another now.
    """

    def __init__(self, phones: list[Phone], scheduler: Scheduler, changed: Callable[[Phone], None]) -> None:
        self.phones = phones
        self._scheduler = scheduler
        self._changed = changed

    def ring(self, call: OfficeCall) -> int:
        """Let a call begin. Returns how many phones it changed, as the others here do."""
        phones = self._phones_of(call)
        for phone in phones:
            phone.calls += (call,)
        return self._report(phones)

    def answer(self, call: OfficeCall) -> int:
        """Let the one who is rung take the call."""
        call.stage, call.since_ms = Stage.TALKING, self._scheduler.wall_ms
        return self._report(self._phones_of(call))

    def end(self, call: OfficeCall) -> int:
        """End a call. Ending it twice does nothing."""
        if call.stage is Stage.OVER:
            return 0
        call.stage = Stage.OVER
        phones = self._phones_of(call)
        for phone in phones:
            phone.calls = tuple(other for other in phone.calls if other is not call)
        return self._report(phones)

    def backdate(self, call: OfficeCall, seconds: float) -> None:
        """Let a call have come to where it is some time ago."""
        call.since_ms -= int(seconds * 1000)
        for phone in self._phones_of(call):
            phone.since = round(self._scheduler.wall - seconds, 3)

    def set_fault(self, phone: Phone, fault: str) -> int:
        """Let a phone without calls stop working, or work again."""
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
