"""Who has which chat relationship with one account."""

from collections.abc import Callable, Sequence
from random import Random

from lampfield.model.identity import ContactKey
from lampfield.model.relationship import Relationship, Subscription, relationship_of

SEES = (Subscription.TO, Subscription.BOTH)
"""With these we see the other's presence."""

ASKING_AT_START = 3
ALWAYS_MUTUAL = 8
"""The first people of the office are friends from the start; examples count on them."""


class Relation:
    """One relationship, as both rosters have it together."""

    __slots__ = ("asked", "asking", "subscription")

    def __init__(self, subscription: Subscription, *, asked: bool = False, asking: bool = False) -> None:
        self.subscription = subscription
        self.asked = asked
        self.asking = asking

    @property
    def relationship(self) -> Relationship:
        """The relationship in one word."""
        return relationship_of(self.subscription, asked=self.asked, asking=self.asking)

    @property
    def is_visible(self) -> bool:
        """Whether the account sees the other's presence."""
        return self.subscription in SEES


class Relations:
    """The relationships of one account. Most are mutual; only not_mutual are kept.

    Args:
        changed: Told the key of each that is another now.
    """

    def __init__(self, changed: Callable[[ContactKey], None]) -> None:
        self._changed = changed
        self._mutual = Relation(Subscription.BOTH)
        self.not_mutual: dict[ContactKey, Relation] = {}

    def add_first(self, keys: Sequence[ContactKey], rng: Random) -> None:
        """Let the first contacts be there: friends, then some of each kind, as far as there are so many."""
        few = max(2, len(keys) // 40)
        self.not_mutual |= _not_mutual(keys[ALWAYS_MUTUAL:], rng, few, asking=ASKING_AT_START, asked=1)

    def add(self, keys: Sequence[ContactKey], rng: Random) -> None:
        """Let more contacts be there; nothing is open between them and the account."""
        self.not_mutual |= _not_mutual(keys, rng, len(keys) // 40)

    def of(self, key: ContactKey) -> Relation:
        """Return the relationship with a contact."""
        return self.not_mutual.get(key, self._mutual)

    def sees(self, key: ContactKey) -> bool:
        """Say whether the account sees a contact's presence."""
        return key not in self.not_mutual or self.not_mutual[key].is_visible

    def set(
        self, key: ContactKey, subscription: Subscription, *, asked: bool = False, asking: bool = False
    ) -> Relation:
        """Let a relationship be like this. Returns the new one; the old one stays as it was."""
        relation = self.not_mutual[key] = Relation(subscription, asked=asked, asking=asking)
        self._changed(key)
        return relation

    def drop(self, key: ContactKey) -> None:
        """Drop the relationship with one who is no contact any more."""
        del self.not_mutual[key]

    def with_relationship(self, *relationships: Relationship) -> list[ContactKey]:
        """Return the contacts whose relationship is one of these. Mutual ones are not kept."""
        return [key for key, relation in self.not_mutual.items() if relation.relationship in relationships]


def _not_mutual(
    keys: Sequence[ContactKey], rng: Random, few: int, *, asking: int = 0, asked: int = 0
) -> dict[ContactKey, Relation]:
    """Return all that is not mutual: some of each kind, as far as there are so many."""
    free = list(keys)
    rng.shuffle(free)
    relations = {key: Relation(Subscription.NONE, asking=True) for key in _pop_first(free, asking)}
    relations |= {key: Relation(Subscription.TO) for key in _pop_first(free, few)}
    relations |= {key: Relation(Subscription.FROM) for key in _pop_first(free, few // 2)}
    relations |= {key: Relation(Subscription.NONE, asked=True) for key in _pop_first(free, asked)}
    relations |= {key: Relation(Subscription.NONE) for key in _pop_first(free, 3 * few)}
    return relations


def _pop_first(free: list[ContactKey], count: int) -> list[ContactKey]:
    taken = free[:count]
    del free[:count]
    return taken
