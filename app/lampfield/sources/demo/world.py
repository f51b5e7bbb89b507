"""The people, their phones and their presence, which all accounts share."""

from collections.abc import Callable, Sequence
from random import Random

from lampfield.model.identity import ContactKey
from lampfield.sources.demo.people import HOSTILE_INDEX, NOBODY, PeopleGenerator, Person
from lampfield.sources.demo.phones import NO_PHONE, NOT_MONITORED, NOT_REGISTERED, Phone, PhoneSystem
from lampfield.sources.demo.presence import Presence
from lampfield.sources.demo.scheduler import Scheduler

ALWAYS_WORKING = 3
"""The first people's phones always work at the start; examples call them."""


class World:
    """People, their phones and their presence. It is empty until people are added.

    Args:
        contacts: The total number of people, 1 to 10,000.
        seed: The seed of the random numbers.
        scheduler: The scheduler.
        phone_changed: Called with each phone whose lamp or party changed.
        hostile: One person has texts that try to be commands.

    Raises:
        ValueError: The number of contacts is out of bounds.
    """

    def __init__(
        self,
        contacts: int,
        seed: int,
        scheduler: Scheduler,
        phone_changed: Callable[[Phone], None],
        *,
        hostile: bool = False,
    ) -> None:
        self.hostile_index = HOSTILE_INDEX if hostile else NOBODY
        """The index of the person with hostile texts."""
        self.seed = seed
        self.scheduler = scheduler
        self.rng = Random(seed)
        self._generator = PeopleGenerator(contacts, self.rng, hostile_index=self.hostile_index)
        self.people: list[Person] = []
        self.by_key: dict[ContactKey, Person] = {}
        self.phone_system = PhoneSystem([], scheduler, phone_changed)
        self.presence = Presence(scheduler, self.rng, self.hostile_index)
        self.batches: list[Sequence[Person]] = []
        """The people by batch."""

    @property
    def is_complete(self) -> bool:
        """Whether all people are there."""
        return not self._generator.left

    def add_people(self, count: int) -> Sequence[Person]:
        """Generate the next batch of people with phones and presence. Returns the batch."""
        batch = self._generator.next(count)
        self.batches.append(batch)
        self.people += batch
        self.by_key |= {person.key: person for person in batch}
        self.phone_system.phones += [self._phone(person) for person in batch]
        self.presence.add_people(len(batch))
        return batch

    def person(self, key: ContactKey) -> Person | None:
        """Return the person with a key; None if there is none."""
        return self.by_key.get(key)

    def phone_of(self, number: str) -> Phone | None:
        """Return the phone with an extension; None if there is none."""
        index = int(number) - self._generator.first_extension if number.isascii() and number.isdigit() else -1
        there = 0 <= index < len(self.people) and self.people[index].number == number
        return self.phone_system.phones[index] if there else None

    def independent_random(self, *names: str) -> Random:
        """Return an independent random stream, so that one use of it does not affect others."""
        return Random("/".join((str(self.seed), *names)))

    def _phone(self, person: Person) -> Phone:
        return Phone(person, self._fault(person), round(self.scheduler.wall - self.rng.random() * 3600, 3))

    def _fault(self, person: Person) -> str:
        if not person.number:
            return NO_PHONE
        chance = self.rng.random() if person.index > ALWAYS_WORKING else 1.0
        return NOT_REGISTERED if chance < 0.03 else NOT_MONITORED if chance < 0.05 else ""
