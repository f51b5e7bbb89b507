"""Who has which chat relationship with one account."""

from collections.abc import Callable, Sequence
from random import Random

from lampfield.model.identity import ContactKey
from lampfield.model.relationship import Relationship, Subscription, relationship_of

SEES = (Subscription.TO, Subscription.BOTH)
"""With these we see the other's presence."""

ASKING_AT_START = 3
KEEP_MUTUAL = 8
"""The first people of the office are friends from the start; examples count on them."""


class Relation:
    """One relationship, as both rosters have it together."""

    __slots__ = ("asked", "asking", "subscription")

    def __init__(self, subscription: Subscription, *, asked: bool = False, asking: bool = False) -> None:
        self.subscription = subscription
        self.asked = asked
        self.asking = asking

    @property
    def word(self) -> Relationship:
        """The relationship in one word."""
        return relationship_of(self.subscription, asked=self.asked, asking=self.asking)

    @property
    def visible(self) -> bool:
        """Whether the account sees the other's presence."""
        return self.subscription in SEES


class Relations:
    """The relationships of one account. Most are mutual; only others are kept.

    Args:
        changed: Told the key of each that is another now.
    """

    def __init__(self, changed: Callable[[ContactKey], None]) -> None:
        self._changed = changed
        self._mutual = Relation(Subscription.BOTH)
        self.others: dict[ContactKey, Relation] = {}

    def meet_first(self, keys: Sequence[ContactKey], rng: Random) -> None:
        """Let the first contacts be there: friends, then some of each kind, as far as there are so many."""
        few = max(2, len(keys) // 40)
        self.others |= _strangers(keys[KEEP_MUTUAL:], rng, few, asking=ASKING_AT_START, asked=1)

    def meet(self, keys: Sequence[ContactKey], rng: Random) -> None:
        """Let more contacts be there; nothing is open between them and the account."""
        self.others |= _strangers(keys, rng, len(keys) // 40)

    def of(self, key: ContactKey) -> Relation:
        """Return the relationship with a contact."""
        return self.others.get(key, self._mutual)

    def sees(self, key: ContactKey) -> bool:
        """Say whether the account sees a contact's presence."""
        return key not in self.others or self.others[key].visible

    def put(
        self, key: ContactKey, subscription: Subscription, *, asked: bool = False, asking: bool = False
    ) -> Relation:
        """Let a relationship be like this. Returns the new one; the old one stays as it was."""
        relation = self.others[key] = Relation(subscription, asked=asked, asking=asking)
        self._changed(key)
        return relation

    def forget(self, key: ContactKey) -> None:
        """Drop the relationship with one who is no contact any more."""
        del self.others[key]

    def with_word(self, *words: Relationship) -> list[ContactKey]:
        """Return the contacts whose relationship is one of these. Mutual ones are not kept."""
        return [key for key, relation in self.others.items() if relation.word in words]


def _strangers(
    keys: Sequence[ContactKey], rng: Random, few: int, *, asking: int = 0, asked: int = 0
) -> dict[ContactKey, Relation]:
    """Return all that is not mutual: some of each kind, as far as there are so many."""
    free = list(keys)
    rng.shuffle(free)
    strangers = {key: Relation(Subscription.NONE, asking=True) for key in _take(free, asking)}
    strangers |= {key: Relation(Subscription.TO) for key in _take(free, few)}
    strangers |= {key: Relation(Subscription.FROM) for key in _take(free, few // 2)}
    strangers |= {key: Relation(Subscription.NONE, asked=True) for key in _take(free, asked)}
    strangers |= {key: Relation(Subscription.NONE) for key in _take(free, 3 * few)}
    return strangers


def _take(free: list[ContactKey], count: int) -> list[ContactKey]:
    taken = free[:count]
    del free[:count]
    return taken
