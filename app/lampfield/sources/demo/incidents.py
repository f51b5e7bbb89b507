"""Random incidents for an operator: calls, messages, contact requests and withdrawals."""

from random import Random

from lampfield.sources.demo.account_view import AccountView
from lampfield.sources.demo.people import Person
from lampfield.sources.demo.traffic import outside_caller
from lampfield.sources.demo.world import World

MEAN_SECONDS = 100.0
"""The mean time between two incidents, in addition to `QUIET_SECONDS`."""
QUIET_SECONDS = 20.0
FIRST_RING_SECONDS = 20.0
"""When the first outside caller rings: most people try to answer a call first."""
COLLEAGUE_SHARE = 0.3
"""The share of calls that come from contacts."""
TRIES = 20


class Incidents:
    """Schedules random incidents for one account, as long as the simulation runs.

    Args:
        view: The account.
        world: The people and the scheduler.
        rng: The random numbers.
    """

    def __init__(self, view: AccountView, world: World, rng: Random) -> None:
        self._view = view
        self._world = world
        self._rng = rng
        world.scheduler.call_later(
            FIRST_RING_SECONDS, lambda: self._view.own_phones.receive_call(outside_caller(self._rng))
        )
        self._schedule()

    def _schedule(self) -> None:
        self._world.scheduler.call_later(
            QUIET_SECONDS + self._rng.expovariate(1 / MEAN_SECONDS), self._happen
        )

    def _happen(self) -> None:
        incident = self._rng.choice(
            (self._write, self._write, self._ring, self._ring, self._ask, self._withdraw)
        )
        incident()
        self._schedule()

    def _write(self) -> None:
        """Make a mutual contact that is online write, unless the operator is busy."""
        writers = (person for person in self._candidates() if self._view.is_reachable_by(person))
        person = next(writers, None)
        if person is not None:
            self._view.chat_partners.start_conversation(person.key)

    def _ring(self) -> None:
        phones = self._world.phone_system.phones
        colleague = self._rng.random() < COLLEAGUE_SHARE
        is_idle = next((p.index for p in self._candidates() if colleague and phones[p.index].is_idle), None)
        self._view.own_phones.receive_call(
            outside_caller(self._rng) if is_idle is None else phones[is_idle].end
        )

    def _ask(self) -> None:
        self._view.subscriptions.receive_request()

    def _withdraw(self) -> None:
        if self._rng.random() < 0.5:
            self._view.subscriptions.withdraw_one()

    def _candidates(self) -> list[Person]:
        return self._rng.choices(self._world.people, k=TRIES)
