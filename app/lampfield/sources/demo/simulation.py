"""The simulation: people, their phones and presence, and the view of each account.

It does no I/O: `Simulation.advance` runs everything that is due.
"""

from lampfield.model.account import Account
from lampfield.model.change import ContactChange
from lampfield.sources.demo.account_view import AccountView
from lampfield.sources.demo.incidents import Incidents
from lampfield.sources.demo.phones import Phone
from lampfield.sources.demo.scheduler import Scheduler
from lampfield.sources.demo.traffic import Traffic
from lampfield.sources.demo.world import World

FIRST_BATCH_SIZE = 200
"""The size of the first batch: about one screen. A large office is generated in batches so that the first
people appear at once; time stands still until it is complete."""

BATCH_SIZE = 2_000
"""The size of each further batch."""

NATURAL_RATE = 1 / 120
"""Changes per second and person in a natural simulation."""

MAX_RATE = 20_000.0
PRESENCE_SHARE = 0.25
"""The share of changes that are chat presence; the others are calls."""

PRESENCE_TRIES = 8
"""How many random people are tried to find one whose presence an account may see."""


class Simulation:
    """The simulated office that all sessions share.

    Args:
        contacts: The number of people, 1 to 10,000.
        rate: Changes per second in total; None: a natural rate; 0: nothing happens by itself.
        seed: The same seed gives the same simulation.
        epoch: Epoch seconds at the start.
        outage: How long a link that was cut stays down, in seconds.
        hostile: One person has texts that try to be commands.

    Raises:
        ValueError: The contacts or the rate are out of bounds; the message names the bounds.
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
            raise ValueError(f"The demo's rate is 0 to {MAX_RATE:.0f} changes per second, not {self.rate}.")
        self.scheduler = Scheduler(epoch)
        self.world = World(contacts, seed, self.scheduler, self._phone_changed, hostile=hostile)
        self.views: dict[str, AccountView] = {}
        self._changed_phones: dict[int, Phone] | None = None
        """The phones that changed while a batch is added, by index."""
        self._has_natural_rate = rate is None
        self._outage = outage
        speed = max(self.rate / natural, 1.0) if self.rate else 1.0
        self._traffic = Traffic(self.world.phone_system, self.scheduler, self.world.rng, speed)
        self._next_step = 1 / self.rate if self.rate else float("inf")
        self.add_people(FIRST_BATCH_SIZE)

    @property
    def is_complete(self) -> bool:
        """Whether all people are there."""
        return self.world.is_complete

    @property
    def next_due(self) -> float:
        """The time of the next step in simulated seconds; infinite if there is none."""
        return min(self._next_step, self.scheduler.next_due)

    def view(self, account: Account) -> AccountView:
        """Return the view of an account, always the same one."""
        if account.name not in self.views:
            view = self.views[account.name] = AccountView(self.world, account, self._outage)
            if self._has_natural_rate:
                Incidents(view, self.world, self.world.independent_random(account.name, "incidents"))
        return self.views[account.name]

    def add_people(self, count: int = BATCH_SIZE) -> None:
        """Generate the next batch of people, and emit it to all views. Does nothing when all are there."""
        if self.is_complete:
            return
        batch = self.world.add_people(count)
        self._changed_phones = {}
        self._add_initial_calls(len(batch))
        changed, self._changed_phones = self._changed_phones, None
        for view in self.views.values():
            view.add_people(batch)
        for index, phone in changed.items():
            if index < batch[0].index:
                self._phone_changed(phone)

    def advance(self, to: float) -> None:
        """Run all steps up to a time in simulated seconds, after generating all people."""
        while not self.is_complete:
            self.add_people()
        scheduler = self.scheduler
        while self._next_step <= to:
            scheduler.run_until(self._next_step)
            self._next_step += self._step() / self.rate
        scheduler.run_until(to)

    def _step(self) -> int:
        """Run one random step. Returns the number of changes, at least 1."""
        chance = self.world.rng.random()
        changes = self._traffic.advance_call() if chance > PRESENCE_SHARE else 0
        if not changes and chance > 0.98:
            changes = self._traffic.toggle_registration()
        if not changes and chance > PRESENCE_SHARE:
            changes = self._traffic.start_call()
        return changes or self._change_presence()

    def _change_presence(self) -> int:
        """Change a presence, preferably one that an account may see, or the visible rate would drop."""
        for _ in range(PRESENCE_TRIES):
            person = self.world.people[self.world.presence.change()]
            emitted = [view.presence_changed(person) for view in self.views.values()]
            if any(emitted) or not emitted:
                break
        return 1

    def _phone_changed(self, phone: Phone) -> None:
        if self._changed_phones is not None:
            self._changed_phones[phone.person.index] = phone
            return
        change = ContactChange(phone.person.key, phone.patch())
        for view in self.views.values():
            view.phone_changed(change)

    def _add_initial_calls(self, people: int) -> None:
        """Add calls so that new people look as if they had been there for hours."""
        for _ in range(max(1, people // 12)):
            self._traffic.start_ongoing_call()
        for _ in range(max(1, people // 40)):
            self._traffic.start_call()
