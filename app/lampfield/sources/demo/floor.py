"""The floor: what everybody in the office shares, whoever operates it."""

from collections.abc import Callable
from random import Random

from lampfield.model.identity import ContactKey
from lampfield.sources.demo.agenda import Agenda
from lampfield.sources.demo.people import Person, hire
from lampfield.sources.demo.phones import NO_PHONE, NOT_MONITORED, NOT_REGISTERED, Exchange, Phone
from lampfield.sources.demo.presence import Presence

ALWAYS_WORKING = 3
"""The first people's phones work at the start; examples ring them."""


class Floor:
    """People, their phones and their presence.

    Args:
        contacts: How many people, 1 to 10,000.
        seed: Where chance begins.
        agenda: The time.
        phone_changed: Told each phone whose lamp or party is another now.

    Raises:
        ValueError: The number of contacts is out of bounds.
    """

    def __init__(
        self, contacts: int, seed: int, agenda: Agenda, phone_changed: Callable[[Phone], None]
    ) -> None:
        self.seed = seed
        self.agenda = agenda
        self.rng = Random(seed)
        self.people = hire(contacts, self.rng)
        self.by_key = {person.key: person for person in self.people}
        self.by_number = {person.number: person for person in self.people if person.number}
        self.exchange = Exchange([self._phone(person) for person in self.people], agenda, phone_changed)
        self.presence = Presence(contacts, agenda, self.rng)

    def person(self, key: ContactKey) -> Person | None:
        """Return the person with a key, None when it is nobody of the office."""
        return self.by_key.get(key)

    def phone_of(self, number: str) -> Phone | None:
        """Return the phone with an extension."""
        person = self.by_number.get(number)
        return None if person is None else self.exchange.phones[person.place]

    def chance(self, *names: str) -> Random:
        """Return a chance of its own, so that what happens to one does not move what happens to others."""
        return Random("/".join((str(self.seed), *names)))

    def _phone(self, person: Person) -> Phone:
        return Phone(person, self._fault(person), round(self.agenda.wall - self.rng.random() * 3600, 3))

    def _fault(self, person: Person) -> str:
        if not person.number:
            return NO_PHONE
        chance = self.rng.random() if person.place > ALWAYS_WORKING else 1.0
        return NOT_REGISTERED if chance < 0.03 else NOT_MONITORED if chance < 0.05 else ""
