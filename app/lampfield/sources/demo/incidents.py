"""What happens to an operator by itself: somebody rings, writes, asks or withdraws."""

from random import Random

from lampfield.sources.demo.account_view import AccountView
from lampfield.sources.demo.people import Person
from lampfield.sources.demo.traffic import outsider
from lampfield.sources.demo.world import World

MEAN_SECONDS = 100.0
"""Between two incidents, after `QUIET_SECONDS`."""
QUIET_SECONDS = 20.0
FIRST_RING_SECONDS = 20.0
"""When somebody from outside rings first: answering is the first thing that one wants to try."""
COLLEAGUE_SHARE = 0.3
"""How many of the calls come from within the office."""
TRIES = 20


class Incidents:
    """Lets something happen to a seat now and then, for ever.

    Args:
        seat: To whom.
        floor: The people, and the time.
        rng: Where chance comes from.
    """

    def __init__(self, seat: AccountView, floor: World, rng: Random) -> None:
        self._seat = seat
        self._floor = floor
        self._rng = rng
        floor.agenda.after(FIRST_RING_SECONDS, lambda: self._seat.line.ring_in(outsider(self._rng)))
        self._book()

    def _book(self) -> None:
        self._floor.agenda.after(QUIET_SECONDS + self._rng.expovariate(1 / MEAN_SECONDS), self._happen)

    def _happen(self) -> None:
        incident = self._rng.choice(
            (self._write, self._write, self._ring, self._ring, self._ask, self._withdraw)
        )
        incident()
        self._book()

    def _write(self) -> None:
        """Let a friend who is online begin a chat, unless the operator asked not to be disturbed."""
        friends = (person for person in self._some() if self._seat.reachable_for(person))
        person = next(friends, None)
        if person is not None:
            self._seat.partners.writes(person.key)

    def _ring(self) -> None:
        phones = self._floor.exchange.phones
        colleague = self._rng.random() < COLLEAGUE_SHARE
        idle = next((p.place for p in self._some() if colleague and phones[p.place].idle), None)
        self._seat.line.ring_in(outsider(self._rng) if idle is None else phones[idle].end)

    def _ask(self) -> None:
        self._seat.askings.comes()

    def _withdraw(self) -> None:
        if self._rng.random() < 0.5:
            self._seat.askings.withdraws()

    def _some(self) -> list[Person]:
        return self._rng.choices(self._floor.people, k=TRIES)
