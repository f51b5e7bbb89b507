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

FIRST_BATCH_SIZE = 200
"""How many people are there at once: about what a screen holds. A bigger office opens wing by wing, so that
the first ones need not wait for the last: nothing happens in it before it is whole."""

BATCH_SIZE = 2_000
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
        self.scheduler = Scheduler(epoch)
        self.world = World(contacts, seed, self.scheduler, self._phone_changed, hostile=hostile)
        self.views: dict[str, AccountView] = {}
        self._changed_phones: dict[int, Phone] | None = None
        """The phones that changed while a wing opens, by their places."""
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
        """The second of office time at which something happens next; infinite when nothing will."""
        return min(self._next_step, self.scheduler.next_due)

    def view(self, account: Account) -> AccountView:
        """Return an account's place in the office; it is the same one each time."""
        if account.name not in self.views:
            view = self.views[account.name] = AccountView(self.world, account, self._outage)
            if self._has_natural_rate:
                Incidents(view, self.world, self.world.independent_random(account.name, "incidents"))
        return self.views[account.name]

    def add_people(self, count: int = BATCH_SIZE) -> None:
        """Let more people be there, and tell them at the seats; without more it does nothing."""
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
        """Let everything happen that is due up to a second of office time. Before, all people come."""
        while not self.is_complete:
            self.add_people()
        scheduler = self.scheduler
        while self._next_step <= to:
            scheduler.run_until(self._next_step)
            self._next_step += self._step() / self.rate
        scheduler.run_until(to)

    def _step(self) -> int:
        """Let one thing happen in the office. Returns how many changes it made, at least 1."""
        chance = self.world.rng.random()
        made = self._traffic.advance_call() if chance > PRESENCE_SHARE else 0
        if not made and chance > 0.98:
            made = self._traffic.toggle_registration()
        if not made and chance > PRESENCE_SHARE:
            made = self._traffic.start_call()
        return made or self._change_presence()

    def _change_presence(self) -> int:
        """Let a presence change; rather that of one whom an operator sees, or the rate would sink."""
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
        """Let the office look as if so many more people had been there for hours."""
        for _ in range(max(1, people // 12)):
            self._traffic.start_ongoing_call()
        for _ in range(max(1, people // 40)):
            self._traffic.start_call()
