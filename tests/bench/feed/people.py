"""The contacts of the bench's feed: the same in every run, with all that a real contact has. Pure."""

from random import Random

from lampfield.model.contact import Contact, Direction, Party
from lampfield.model.identity import ContactId
from lampfield.model.relationship import Relationship, Subscription
from lampfield.model.show import Show, State

SEED = 650
NOON = 1_790_000_000
"""Epoch seconds from which the ages of the first picture are counted back."""

PROBED = 7
"""The place of the contact that only probes change: it is in sight of every program, at every size."""

WORDS = {Show.ONLINE: "available", Show.AWAY: "away", Show.DND: "dnd"}
"""A resource's word for each show (RFC 6121, 4.7.2.1)."""

_FIRST = ("Alice", "Ben", "Cara", "Dan", "Edith", "Finn", "Gus", "Hana", "Ivo", "Jo", "Kim", "Lars", "Mia")
_LAST = ("Ames", "Brown", "Cole", "Dietz", "Evans", "Falk", "Gray", "Holt", "Ito", "Jansen", "Klein", "Lund")
_COMPANIES = (("acme", "Acme Ltd"), ("globex", "Globex"), ("initech", "Initech"), ("umbrella", "Umbrella"))
_TAGS = (("Sales",), ("Support", "vip"), ("Front desk",), ("Berlin",), ())


def people(count: int, now: int = NOON) -> tuple[Contact, ...]:
    """Return contacts whose names sort by their places: the first ones are what a board shows first.

    Args:
        count: How many.
        now: Epoch seconds.
    """
    chance = Random(SEED)
    return tuple(_person(place, chance, now) for place in range(count))


def name_of(place: int) -> str:
    """Return the name of the contact at a place: no two are alike, and digits find it."""
    return f"{place:05d} {_FIRST[place % len(_FIRST)]} {_LAST[place // 3 % len(_LAST)]}"


def presence(chance: Random) -> dict[str, State]:
    """Return what one chat client of a person says, or that there is none."""
    word = chance.choice([*WORDS.values(), ""])
    return {"desk": State(word)} if word else {}


def party(chance: Random, blf: int, now: int) -> Party | None:
    """Return who is at the other end of a call, if a lamp says that there is one."""
    if not blf:
        return None
    other = chance.randrange(10_000)
    way = chance.choice(list(Direction))
    return Party(name_of(other), str(20_000 + other), way, (now - chance.randrange(3_000)) * 1000)


def show_of(states: dict[str, State]) -> Show:
    """Return the show of a presence that was made here."""
    words = {word: show for show, word in WORDS.items()}
    return words[states["desk"].show] if states else Show.OFFLINE


def _person(place: int, chance: Random, now: int) -> Contact:
    blf = 0 if place == PROBED else chance.randrange(4)
    states = presence(chance)
    company, company_name = _COMPANIES[place // 7 % len(_COMPANIES)]
    uname = f"person{place}"
    return Contact(
        cid=ContactId(748_530_000_000 + place),
        name=name_of(place),
        uname=uname,
        company=company,
        company_name=company_name,
        email=f"{uname}@{company}.example",
        can_call=True,
        can_chat=bool(states),
        can_tag=True,
        chat_id=f"{uname}@{company}.example",
        tags=_TAGS[place % len(_TAGS)],
        states=states,
        show=show_of(states),
        blf=blf,
        number=str(20_000 + place),
        party=party(chance, blf, now),
        relationship=Relationship.MUTUAL,
        subscription=Subscription.BOTH,
        blf_since=0.0 if place == PROBED else now - chance.randrange(20_000),
        show_since=now - chance.randrange(20_000),
    )
