"""The people of the office: who they are, and how each is reached. They do not change."""

import unicodedata
from collections.abc import Iterator
from random import Random

import msgspec

from lampfield.model.identity import ContactKey
from lampfield.sources.demo.names import (
    COMPANIES,
    DEPARTMENTS,
    FIRST,
    FOUNDERS,
    FRONT_DESK,
    HOSTILE_NAME,
    LAST,
    SCRIPTS,
    SITES,
    VIP,
)

MAX_PEOPLE = 10_000
HOSTILE_PLACE = 13
"""The one whose texts are hostile; a smaller office has none."""

SCRIPT_EVERY = 9
"""Every how many people one writes another script."""


class Person(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Somebody of the office."""

    place: int
    """Where in the office's lists this person is."""
    key: ContactKey
    """The chat address, which is the contact's key too."""
    name: str
    uname: str
    company: str = ""
    company_name: str = ""
    email: str = ""
    number: str = ""
    """The extension; empty without a phone."""
    tags: tuple[str, ...] | None = None
    can_tag: bool = True
    photo_id: str = ""


def hire(count: int, rng: Random, phoneless: float = 0.03) -> list[Person]:
    """Return the people of an office.

    Args:
        count: How many, 1 to 10,000.
        rng: Where chance comes from.
        phoneless: Which share has no phone.

    Raises:
        ValueError: The count is out of bounds.
    """
    if not 1 <= count <= MAX_PEOPLE:
        raise ValueError(f"The demo's office holds 1 to {MAX_PEOPLE} contacts, not {count}.")
    floor = _first_extension(count)
    names = _names(count, rng)
    taken: set[str] = set()
    return [_person(place, *name, floor, rng, taken, phoneless) for place, name in enumerate(names)]


def _first_extension(count: int) -> int:
    return next(floor for floor in (200, 2_000, 20_000) if count < floor * 4)


def _names(count: int, rng: Random) -> Iterator[tuple[str, str]]:
    """Yield display and Latin names; no two alike, but for those in other scripts in a big office."""
    pairs = iter(rng.sample(range(len(FIRST) * len(LAST)), count))
    for place in range(count):
        if place == HOSTILE_PLACE:
            yield HOSTILE_NAME, "Mallory"
        elif place < len(FOUNDERS):
            yield FOUNDERS[place], FOUNDERS[place]
        elif place % SCRIPT_EVERY == 0:
            yield SCRIPTS[place // SCRIPT_EVERY % len(SCRIPTS)]
        else:
            first, last = divmod(next(pairs), len(LAST))
            yield (name := f"{FIRST[first]} {LAST[last]}"), name


def _person(
    place: int, name: str, latin: str, floor: int, rng: Random, taken: set[str], phoneless: float
) -> Person:
    company = COMPANIES[int(rng.random() ** 1.5 * len(COMPANIES))]
    uname = _login_name(latin, taken, place)
    has_phone = place < len(FOUNDERS) or rng.random() >= phoneless
    tags = _tags(place, rng)
    return Person(
        place=place,
        key=ContactKey(f"{uname}@{company.domain}"),
        name=name,
        uname=uname,
        company=company.id,
        company_name=company.name,
        email=f"{uname}@{company.domain}" if rng.random() < 0.9 else "",
        number=str(floor + 1 + place) if has_phone else "",
        tags=tags,
        can_tag=tags is not None and rng.random() < 0.95,
        photo_id=f"p{place}" if rng.random() < 0.5 else "",
    )


def _tags(place: int, rng: Random) -> tuple[str, ...] | None:
    chance = rng.random()
    if chance < 0.03:
        return None
    group = FRONT_DESK if place % 25 == 0 else rng.choice(DEPARTMENTS)
    extra = (VIP,) if chance > 0.95 else ()
    return (group, rng.choice(SITES), *extra) if chance > 0.2 else (group,)


def _login_name(latin: str, taken: set[str], place: int) -> str:
    plain = unicodedata.normalize("NFKD", latin.translate(_STROKES)).encode("ascii", "ignore").decode()
    uname = plain.lower().replace(" ", ".")
    if uname in taken:
        uname = f"{uname}{place}"
    taken.add(uname)
    return uname


_STROKES = str.maketrans({"Ł": "L", "ł": "l", "ø": "o", "Ø": "O", "’": ""})
