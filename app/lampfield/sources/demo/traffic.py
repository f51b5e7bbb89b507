"""The calls of the simulated people: who calls, how long it rings, and how long they talk."""

import heapq
from itertools import count
from random import Random

from lampfield.sources.demo.names import OUTSIDE_CALLERS, QUEUES
from lampfield.sources.demo.phones import NOT_REGISTERED, CallEnd, OfficeCall, Phone, PhoneSystem, Stage
from lampfield.sources.demo.scheduler import Scheduler

BUSY_SHARE = 0.3
"""The largest share of phones on a call; above it, no new call starts."""

RING_SECONDS = (4.0, 14.0)
TALK_SECONDS = 70.0
"""The median; most calls last between half and twice as long."""

UNREGISTERED_SHARE = 0.03
TRIES = 12
"""How many random phones are tried before no call starts."""


def outside_caller(rng: Random) -> CallEnd:
    """Return a random outside caller. Names and numbers may be withheld."""
    name = rng.choice(OUTSIDE_CALLERS)
    number = f"0{rng.choice((161, 113, 30, 20, 22))} 496 {rng.randrange(1000):04d}"
    return CallEnd(name, number if name or rng.random() < 0.8 else "anonymous")


class Traffic:
    """Starts calls, and advances them when they are due.

    Args:
        phone_system: The phones.
        scheduler: The scheduler.
        rng: The random numbers.
        speed: How many times faster than in real life people call and talk.
    """

    def __init__(self, phone_system: PhoneSystem, scheduler: Scheduler, rng: Random, speed: float) -> None:
        self._phone_system = phone_system
        self._scheduler = scheduler
        self._rng = rng
        self._speed = speed
        self._due: list[tuple[float, int, OfficeCall]] = []
        self._order = count()

    def advance_call(self) -> int:
        """Advance the earliest call that is due. Returns the number of changed phones; 0 if none is due."""
        if not self._due or self._due[0][0] > self._scheduler.now:
            return 0
        _, _, call = heapq.heappop(self._due)
        if call.stage is not Stage.RINGING or not self._is_answered(call):
            return self._phone_system.end(call)
        self._schedule(call, self._talk_seconds())
        return self._phone_system.answer(call)

    def start_call(self) -> int:
        """Start a call. Returns the number of changed phones; 0 if no phone is free."""
        call = self._new_call()
        if call is None:
            return 0
        self._schedule(call, self._rng.uniform(*RING_SECONDS))
        return self._phone_system.ring(call)

    def start_ongoing_call(self) -> None:
        """Start a call that looks as if it was answered a while ago, for the initial snapshot."""
        call = self._new_call()
        if call is None:
            return
        self._phone_system.ring(call)
        self._phone_system.answer(call)
        self._phone_system.backdate(call, self._rng.uniform(5, 200))
        self._schedule(call, self._talk_seconds())

    def _new_call(self) -> OfficeCall | None:
        ends = self._pick_ends() if len(self._due) <= BUSY_SHARE * len(self._phone_system.phones) else None
        if ends is None:
            return None
        through = self._rng.choice(QUEUES) if ends[0].index < 0 and self._rng.random() < 0.4 else ""
        return OfficeCall(*ends, self._scheduler.wall_ms, through)

    def toggle_registration(self) -> int:
        """Unregister a random phone now and then, or register it again. Returns how many changed."""
        phone = self._rng.choice(self._phone_system.phones)
        if phone.fault == NOT_REGISTERED:
            return self._phone_system.set_fault(phone, "")
        is_selected = self._rng.random() < UNREGISTERED_SHARE
        return self._phone_system.set_fault(phone, NOT_REGISTERED) if is_selected and phone.is_idle else 0

    def _is_answered(self, call: OfficeCall) -> bool:
        """Return whether a ringing call is answered: never by a person who is on another call."""
        index = call.callee.index
        busy = index >= 0 and len(self._phone_system.phones[index].calls) > 1
        return not busy and self._rng.random() < 0.85

    def _schedule(self, call: OfficeCall, seconds: float) -> None:
        due = self._scheduler.now + seconds / self._speed
        heapq.heappush(self._due, (due, next(self._order), call))

    def _talk_seconds(self) -> float:
        return min(self._rng.lognormvariate(0, 0.6) * TALK_SECONDS, 600.0)

    def _pick_ends(self) -> tuple[CallEnd, CallEnd] | None:
        kind = self._rng.random()
        one = self._find_phone(callable_=kind >= 0.55)
        if one is None:
            return None
        if kind >= 0.7:
            return outside_caller(self._rng), one.end
        if kind >= 0.55:
            return one.end, outside_caller(self._rng)
        other = self._find_phone(callable_=True)
        return None if other is None or other is one else (one.end, other.end)

    def _find_phone(self, *, callable_: bool) -> Phone | None:
        """Return a random free phone, sometimes one on a call if ``callable_``; None if none is found."""
        may_talk = callable_ and self._rng.random() < 0.2
        for _ in range(TRIES):
            phone = self._rng.choice(self._phone_system.phones)
            if phone.is_idle or (may_talk and not phone.fault and phone.bits == 1 and len(phone.calls) == 1):
                return phone
        return None
