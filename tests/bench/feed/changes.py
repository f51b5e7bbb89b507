"""Changes of the bench's contacts, made and encoded ahead: the server is never what is waited for."""

from collections.abc import Iterator
from itertools import count, cycle
from random import Random

import msgspec

from lampfield.model.contact import Contact, ContactPatch
from lampfield.model.show import State
from tests.bench.feed.people import PROBED, SEED, party, presence, show_of

EACH = 8
"""How many different changes of a contact there are before they come again."""

MOST = 40_000
"""And no more of them in all than this."""

NOTICE = b'{"jsonrpc":"2.0","method":"contact.update","params":{"seq":%d,"contact":%b}}'


class Changes:
    """Endless changes of phone and presence, evenly over the contacts, numbered as a hub numbers them.

    Args:
        contacts: Whose.
        in_sight: How many of the first of them the programs show.
        now: Epoch seconds.
    """

    def __init__(self, contacts: tuple[Contact, ...], in_sight: int, now: int) -> None:
        chance = Random(SEED)
        others = [place for place in range(len(contacts)) if place != PROBED]
        self._contacts = contacts
        self._seq = count(1)
        self._all = _changes(contacts, others, chance, now)
        self._near = _changes(contacts, [place for place in others if place < in_sight], chance, now)
        self._far = _changes(contacts, [place for place in others if place >= in_sight], chance, now)

    def anywhere(self, number: int) -> list[bytes]:
        """Return the next changes of any contacts, as notifications."""
        return [self._notice(next(self._all)) for _ in range(number)]

    def near_and_far(self, near: int, far: int) -> list[bytes]:
        """Return the next changes of contacts in sight and out of sight, as notifications."""
        bodies = [next(self._near) for _ in range(near)] + [next(self._far) for _ in range(far)]
        return [self._notice(body) for body in bodies]

    def probe(self, word: str) -> bytes:
        """Return the change of the probed contact's status to a word."""
        cid = self._contacts[PROBED].cid
        return self._notice(msgspec.json.encode(ContactPatch(cid=cid, states={"desk": State(status=word)})))

    def _notice(self, body: bytes) -> bytes:
        return NOTICE % (next(self._seq), body)


def _changes(contacts: tuple[Contact, ...], places: list[int], chance: Random, now: int) -> Iterator[bytes]:
    """Return the changes of some contacts for ever; each contact comes as often as the others."""
    rounds = max(1, min(EACH, MOST // max(1, len(places))))
    shuffled = [place for _ in range(rounds) for place in chance.sample(places, len(places))]
    return cycle([_change(contacts[place], chance, now) for place in shuffled])


def _change(contact: Contact, chance: Random, now: int) -> bytes:
    blf, states = chance.randrange(4), presence(chance)
    patch = ContactPatch(
        cid=contact.cid,
        states=states,
        show=show_of(states),
        blf=blf,
        party=party(chance, blf, now),
        blf_since=float(now),
    )
    return msgspec.json.encode(patch)
