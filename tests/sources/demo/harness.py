"""An account's view of a simulation without a clock, for tests of the pure core."""

from lampfield.model.account import Account
from lampfield.model.change import Change
from lampfield.model.identity import ContactKey, DeviceName
from lampfield.sources.demo.simulation import Simulation
from tests.sources.demo.replica import Replica

ACCOUNT = Account(name="reception", devices=(DeviceName("DESK/100"), DeviceName("SOFT/100")))
EPOCH = 1_700_000_000.0


class Harness:
    """A view, all changes it emitted, and the state that they add up to."""

    def __init__(
        self, contacts: int = 60, rate: float | None = 0.0, seed: int = 1, *, hostile: bool = True
    ) -> None:
        self.simulation = Simulation(contacts, rate, seed, EPOCH, hostile=hostile)
        while not self.simulation.is_complete:
            self.simulation.add_people()
        self.view = self.simulation.view(ACCOUNT)
        self.view.links.has_listeners = True
        self.changes: list[Change] = self.view.snapshot()
        self.replica = Replica(self.changes)

    @property
    def people(self) -> list[ContactKey]:
        return [person.key for person in self.simulation.world.people]

    def advance(self, seconds: float) -> "Harness":
        """Let time pass, and collect the changes."""
        self.simulation.advance(self.simulation.scheduler.now + seconds)
        return self.collect()

    def collect(self) -> "Harness":
        changes = self.view.links.drain()
        self.changes += changes
        self.replica.apply(changes)
        return self
