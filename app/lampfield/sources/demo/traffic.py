"""The people's calls: who rings whom, how long it rings, how long they talk."""

import heapq
from itertools import count
from random import Random

from lampfield.sources.demo.names import OUTSIDERS, QUEUES
from lampfield.sources.demo.phones import NOT_REGISTERED, End, OfficeCall, Phone, PhoneSystem, Stage
from lampfield.sources.demo.scheduler import Scheduler

BUSY_SHARE = 0.3
"""No new call begins while more of the people than this are on one."""

RING_SECONDS = (4.0, 14.0)
TALK_SECONDS = 70.0
"""The median; most talks lie between half and twice of it."""

UNREGISTERED_SHARE = 0.03
TRIES = 12
"""How often chance looks for somebody free before it gives up for this time."""


def outsider(rng: Random) -> End:
    """Return somebody who is not of the office. A number may be withheld as well as a name."""
    name = rng.choice(OUTSIDERS)
    number = f"0{rng.choice((161, 113, 30, 20, 22))} 496 {rng.randrange(1000):04d}"
    return End(name, number if name or rng.random() < 0.8 else "anonymous")


class Traffic:
    """Begins calls and lets them go on when they are due.

    Args:
        exchange: Where the calls are.
        agenda: The time.
        rng: Where chance comes from.
        tempo: How many times faster than life people ring and talk.
    """

    def __init__(self, exchange: PhoneSystem, agenda: Scheduler, rng: Random, tempo: float) -> None:
        self._exchange = exchange
        self._agenda = agenda
        self._rng = rng
        self._tempo = tempo
        self._due: list[tuple[float, int, OfficeCall]] = []
        self._order = count()

    def go_on(self) -> int:
        """Let the call that is longest due go on. Returns how many phones changed; 0 when none is due."""
        if not self._due or self._due[0][0] > self._agenda.now:
            return 0
        _, _, call = heapq.heappop(self._due)
        if call.stage is not Stage.RINGING or not self._taken(call):
            return self._exchange.end(call)
        self._schedule(call, self._talk_seconds())
        return self._exchange.answer(call)

    def begin(self) -> int:
        """Let somebody ring somebody. Returns how many phones changed; 0 when nobody is free."""
        call = self._new_call()
        if call is None:
            return 0
        self._schedule(call, self._rng.uniform(*RING_SECONDS))
        return self._exchange.ring(call)

    def begin_in_the_middle(self) -> None:
        """Let a talk be there as if it had begun a while ago: for the first picture."""
        call = self._new_call()
        if call is None:
            return
        self._exchange.ring(call)
        self._exchange.answer(call)
        self._exchange.backdate(call, self._rng.uniform(5, 200))
        self._schedule(call, self._talk_seconds())

    def _new_call(self) -> OfficeCall | None:
        ends = self._ends() if len(self._due) <= BUSY_SHARE * len(self._exchange.phones) else None
        if ends is None:
            return None
        through = self._rng.choice(QUEUES) if ends[0].place < 0 and self._rng.random() < 0.4 else ""
        return OfficeCall(*ends, self._agenda.wall_ms, through)

    def register(self) -> int:
        """Let a phone lose its registration, or get it back. Returns how many phones changed."""
        phone = self._rng.choice(self._exchange.phones)
        if phone.fault == NOT_REGISTERED:
            return self._exchange.set_fault(phone, "")
        few = self._rng.random() < UNREGISTERED_SHARE
        return self._exchange.set_fault(phone, NOT_REGISTERED) if few and phone.idle else 0

    def _taken(self, call: OfficeCall) -> bool:
        """Whether a ringing call is answered: not by one who is still on another call."""
        place = call.callee.place
        busy = place >= 0 and len(self._exchange.phones[place].calls) > 1
        return not busy and self._rng.random() < 0.85

    def _schedule(self, call: OfficeCall, seconds: float) -> None:
        due = self._agenda.now + seconds / self._tempo
        heapq.heappush(self._due, (due, next(self._order), call))

    def _talk_seconds(self) -> float:
        return min(self._rng.lognormvariate(0, 0.6) * TALK_SECONDS, 600.0)

    def _ends(self) -> tuple[End, End] | None:
        kind = self._rng.random()
        one = self._someone(callable_=kind >= 0.55)
        if one is None:
            return None
        if kind >= 0.7:
            return outsider(self._rng), one.end
        if kind >= 0.55:
            return one.end, outsider(self._rng)
        other = self._someone(callable_=True)
        return None if other is None or other is one else (one.end, other.end)

    def _someone(self, *, callable_: bool) -> Phone | None:
        """Return one who is free; or, of those who are rung, now and then one who talks already."""
        may_talk = callable_ and self._rng.random() < 0.2
        for _ in range(TRIES):
            phone = self._rng.choice(self._exchange.phones)
            if phone.idle or (may_talk and not phone.fault and phone.bits == 1 and len(phone.calls) == 1):
                return phone
        return None
