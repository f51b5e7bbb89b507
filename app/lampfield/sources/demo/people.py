"""The simulated people: immutable names, numbers and addresses."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from random import Random

import msgspec

from lampfield.model.identity import ContactKey
from lampfield.sources.demo.names import (
    COMPANIES,
    DEPARTMENTS,
    FIRST,
    FIXED_NAMES,
    FRONT_DESK,
    HOSTILE_NAME,
    LAST,
    SCRIPTS,
    SITES,
    VIP,
)

MAX_PEOPLE = 10_000
HOSTILE_INDEX = 13
"""The index of the person with hostile texts, if the simulation has one and enough people."""
NOBODY = -1
"""The index that no person has."""

SCRIPT_EVERY = 9
"""One person in this number has a name in another script."""


class Person(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A simulated person."""

    index: int
    """The index in the lists of people, phones and presences."""
    key: ContactKey
    """The chat address, which is also the contact's key."""
    name: str
    uname: str
    company: str = ""
    company_name: str = ""
    email: str = ""
    number: str = ""
    """The extension; empty if the person has no phone."""
    tags: tuple[str, ...] | None = None
    can_tag: bool = True
    photo_id: str = ""


class PeopleGenerator:
    """Generates people in batches.

    Args:
        count: The total, 1 to 10,000.
        rng: The random numbers.
        phoneless: The share of people that have no phone.
        hostile_index: The index of the person with hostile texts.

    Raises:
        ValueError: The count is out of bounds.
    """

    def __init__(self, count: int, rng: Random, phoneless: float = 0.03, hostile_index: int = NOBODY) -> None:
        if not 1 <= count <= MAX_PEOPLE:
            raise ValueError(f"The demo has 1 to {MAX_PEOPLE} contacts, not {count}.")
        self.left = count
        """The number of people that are not generated yet."""
        self.first_extension = next(world for world in (200, 2_000, 20_000) if count < world * 4) + 1
        self._next_index = 0
        self._rng = rng
        self._phoneless = phoneless
        self._hostile_index = hostile_index
        self._free: Sequence[int] = range(len(FIRST) * len(LAST))
        """The indices of the unused combinations of first and last names."""
        self._taken: set[str] = set()

    def next(self, count: int) -> list[Person]:
        """Generate the next batch: ``count`` people, or as many as are left."""
        begin, end = self._next_index, self._next_index + min(count, self.left)
        self._next_index, self.left = end, self.left - (end - begin)
        pairs = self._rng.sample(self._free, end - begin)
        names = _names(begin, end, pairs, self._hostile_index)
        found = [
            _person(index, *name, self.first_extension, self._rng, self._taken, self._phoneless)
            for index, name in zip(range(begin, end), names, strict=True)
        ]
        self._forget(pairs)
        return found

    def _forget(self, pairs: Iterable[int]) -> None:
        """Mark names as used; free the memory after the last batch."""
        used = set(pairs)
        self._free = [pair for pair in self._free if pair not in used] if self.left else ()
        if not self.left:
            self._taken.clear()


def generate_people(count: int, rng: Random, phoneless: float = 0.03) -> list[Person]:
    """Generate all people at once. See `PeopleGenerator`."""
    return PeopleGenerator(count, rng, phoneless).next(count)


def _names(begin: int, end: int, numbers: Iterable[int], hostile_index: int) -> Iterator[tuple[str, str]]:
    """Yield display and Latin names. They are unique, except for those in other scripts in a large office."""
    pairs = iter(numbers)
    for index in range(begin, end):
        if index == hostile_index:
            yield HOSTILE_NAME, "Mallory"
        elif index < len(FIXED_NAMES):
            yield FIXED_NAMES[index], FIXED_NAMES[index]
        elif index % SCRIPT_EVERY == 0:
            yield SCRIPTS[index // SCRIPT_EVERY % len(SCRIPTS)]
        else:
            first, last = divmod(next(pairs), len(LAST))
            yield (name := f"{FIRST[first]} {LAST[last]}"), name


def _person(
    index: int, name: str, latin: str, first_extension: int, rng: Random, taken: set[str], phoneless: float
) -> Person:
    company = COMPANIES[int(rng.random() ** 1.5 * len(COMPANIES))]
    uname = _login_name(latin, taken, index)
    has_phone = index < len(FIXED_NAMES) or rng.random() >= phoneless
    tags = _tags(index, rng)
    address = f"{uname}@{company.domain}"
    return Person(
        index=index,
        key=ContactKey(address),
        name=name,
        uname=uname,
        company=company.id,
        company_name=company.name,
        email=address if rng.random() < 0.9 else "",
        number=str(first_extension + index) if has_phone else "",
        tags=tags,
        can_tag=tags is not None and rng.random() < 0.95,
        photo_id=f"p{index}" if rng.random() < 0.5 else "",
    )


def _tags(index: int, rng: Random) -> tuple[str, ...] | None:
    chance = rng.random()
    if chance < 0.03:
        return None
    group = FRONT_DESK if index % 25 == 0 else rng.choice(DEPARTMENTS)
    extra = (VIP,) if chance > 0.95 else ()
    return _shared((group, rng.choice(SITES), *extra) if chance > 0.2 else (group,))


@cache
def _shared(tags: tuple[str, ...]) -> tuple[str, ...]:
    """Return one shared tuple for equal tags: there are only a few dozen."""
    return tags


def _login_name(latin: str, taken: set[str], index: int) -> str:
    plain = unicodedata.normalize("NFKD", latin.translate(_STROKES)).encode("ascii", "ignore").decode()
    uname = plain.lower().replace(" ", ".")
    if uname in taken:
        uname = f"{uname}{index}"
    taken.add(uname)
    return uname


_STROKES = str.maketrans({"Ł": "L", "ł": "l", "ø": "o", "Ø": "O", "’": ""})
