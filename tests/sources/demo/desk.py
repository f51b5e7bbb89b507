"""An operator at a seat of an office, without any clock: for tests of the pure core."""

from lampfield.model.account import Account
from lampfield.model.change import Change
from lampfield.model.identity import ContactKey, DeviceName
from lampfield.sources.demo.simulation import Simulation
from tests.sources.demo.picture import Picture

ACCOUNT = Account(name="reception", devices=(DeviceName("DESK/100"), DeviceName("SOFT/100")))
EPOCH = 1_700_000_000.0


class Desk:
    """A seat, all that was told there, and what follows from it."""

    def __init__(
        self, contacts: int = 60, rate: float | None = 0.0, seed: int = 1, *, hostile: bool = True
    ) -> None:
        self.office = Simulation(contacts, rate, seed, EPOCH, hostile=hostile)
        while not self.office.is_whole:
            self.office.open_wing()
        self.seat = self.office.seat(ACCOUNT)
        self.seat.links.attended = True
        self.told: list[Change] = self.seat.snapshot()
        self.picture = Picture(self.told)

    @property
    def people(self) -> list[ContactKey]:
        return [person.key for person in self.office.floor.people]

    def wait(self, seconds: float) -> "Desk":
        """Let time pass, and hear what is told."""
        self.office.advance(self.office.agenda.now + seconds)
        return self.hear()

    def hear(self) -> "Desk":
        changes = self.seat.links.take()
        self.told += changes
        self.picture.hear(changes)
        return self
