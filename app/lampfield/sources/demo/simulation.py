"""The office: people, their phones and their presence, and the seats of those who operate it.

It is a simulation without I/O: `Simulation.advance` lets everything happen that is due by then.
"""

from lampfield.model.account import Account
from lampfield.model.change import ContactChange
from lampfield.sources.demo.account_view import AccountView
from lampfield.sources.demo.incidents import Incidents
from lampfield.sources.demo.phones import Phone
from lampfield.sources.demo.scheduler import Scheduler
from lampfield.sources.demo.traffic import Traffic
from lampfield.sources.demo.world import World

FIRST_WING = 200
"""How many people are there at once: about what a screen holds. A bigger office opens wing by wing, so that
the first ones need not wait for the last: nothing happens in it before it is whole."""

WING = 2_000
"""How many people come at a time after that."""

NATURAL_RATE = 1 / 120
"""Changes a second that one person makes of itself."""

MAX_RATE = 20_000.0
PRESENCE_SHARE = 0.25
"""How many of the changes are chat presence; the rest are calls."""

PRESENCE_TRIES = 8
"""How often chance looks for somebody whose presence an operator may see."""


class Simulation:
    """The one world that all sessions share.

    Args:
        contacts: How many people, 1 to 10,000.
        rate: Changes a second, all people together; None for a natural one, 0 for a still life.
        seed: Offices of one seed are alike in all that happens.
        epoch: Epoch seconds at which it opens.
        outage: How many seconds a link stays down that was cut.
        hostile: One of the people has texts that try to be commands.

    Raises:
        ValueError: Contacts or rate are out of bounds; the text says which bounds.
    """

    def __init__(
        self,
        contacts: int = 120,
        rate: float | None = None,
        seed: int = 1,
        epoch: float = 0.0,
        outage: float = 20.0,
        *,
        hostile: bool = False,
    ) -> None:
        natural = contacts * NATURAL_RATE
        self.rate = natural if rate is None else rate
        if not 0 <= self.rate <= MAX_RATE:
            raise ValueError(f"The demo's rate is 0 to {MAX_RATE:.0f} changes a second.")
        self.agenda = Scheduler(epoch)
        self.floor = World(contacts, seed, self.agenda, self._phone_changed, hostile=hostile)
        self.seats: dict[str, AccountView] = {}
        self._opening: dict[int, Phone] | None = None
        """The phones that changed while a wing opens, by their places."""
        self._natural = rate is None
        self._outage = outage
        tempo = max(self.rate / natural, 1.0) if self.rate else 1.0
        self._traffic = Traffic(self.floor.exchange, self.agenda, self.floor.rng, tempo)
        self._next_beat = 1 / self.rate if self.rate else float("inf")
        self.open_wing(FIRST_WING)

    @property
    def is_whole(self) -> bool:
        """Whether all people are there."""
        return self.floor.is_whole

    @property
    def next_due(self) -> float:
        """The second of office time at which something happens next; infinite when nothing will."""
        return min(self._next_beat, self.agenda.next_due)

    def seat(self, account: Account) -> AccountView:
        """Return an account's place in the office; it is the same one each time."""
        if account.name not in self.seats:
            seat = self.seats[account.name] = AccountView(self.floor, account, self._outage)
            if self._natural:
                Incidents(seat, self.floor, self.floor.chance(account.name, "incidents"))
        return self.seats[account.name]

    def open_wing(self, count: int = WING) -> None:
        """Let more people be there, and tell them at the seats; without more it does nothing."""
        if self.is_whole:
            return
        wing = self.floor.open_wing(count)
        self._opening = {}
        self._first_picture(len(wing))
        changed, self._opening = self._opening, None
        for seat in self.seats.values():
            seat.admit(wing)
        for place, phone in changed.items():
            if place < wing[0].place:
                self._phone_changed(phone)

    def advance(self, to: float) -> None:
        """Let everything happen that is due up to a second of office time. Before, all people come."""
        while not self.is_whole:
            self.open_wing()
        agenda = self.agenda
        while self._next_beat <= to:
            agenda.run_until(self._next_beat)
            self._next_beat += self._beat() / self.rate
        agenda.run_until(to)

    def _beat(self) -> int:
        """Let one thing happen in the office. Returns how many changes it made, at least 1."""
        chance = self.floor.rng.random()
        made = self._traffic.go_on() if chance > PRESENCE_SHARE else 0
        if not made and chance > 0.98:
            made = self._traffic.register()
        if not made and chance > PRESENCE_SHARE:
            made = self._traffic.begin()
        return made or self._change_presence()

    def _change_presence(self) -> int:
        """Let a presence change; rather that of one whom an operator sees, or the rate would sink."""
        for _ in range(PRESENCE_TRIES):
            person = self.floor.people[self.floor.presence.change()]
            told = [seat.presence_changed(person) for seat in self.seats.values()]
            if any(told) or not told:
                break
        return 1

    def _phone_changed(self, phone: Phone) -> None:
        if self._opening is not None:
            self._opening[phone.person.place] = phone
            return
        change = ContactChange(phone.person.key, phone.patch())
        for seat in self.seats.values():
            seat.phone_changed(change)

    def _first_picture(self, people: int) -> None:
        """Let the office look as if so many more people had been there for hours."""
        for _ in range(max(1, people // 12)):
            self._traffic.begin_in_the_middle()
        for _ in range(max(1, people // 40)):
            self._traffic.begin()
