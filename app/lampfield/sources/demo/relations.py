"""The chat relationships of one account."""

from collections.abc import Callable, Sequence
from random import Random

from lampfield.model.identity import ContactKey
from lampfield.model.relationship import Relationship, Subscription, relationship_of

SEES = (Subscription.TO, Subscription.BOTH)
"""The subscriptions with which the account sees the contact's presence."""

ASKING_AT_START = 3
ALWAYS_MUTUAL = 8
"""The first people are always mutual contacts; examples rely on it."""


class Relation:
    """One relationship: the combined state of both rosters."""

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
        """Whether the account sees the contact's presence."""
        return self.subscription in SEES


class Relations:
    """The relationships of one account. Most are mutual; only the others are stored.

    Args:
        changed: Called with the key of each contact whose relationship changed.
    """

    def __init__(self, changed: Callable[[ContactKey], None]) -> None:
        self._changed = changed
        self._mutual = Relation(Subscription.BOTH)
        self.not_mutual: dict[ContactKey, Relation] = {}

    def add_first(self, keys: Sequence[ContactKey], rng: Random) -> None:
        """Add the first batch of contacts: the mutual ones, then some of each other kind."""
        one_way_count = max(2, len(keys) // 40)
        self.not_mutual |= _not_mutual(
            keys[ALWAYS_MUTUAL:], rng, one_way_count, asking=ASKING_AT_START, asked=1
        )

    def add(self, keys: Sequence[ContactKey], rng: Random) -> None:
        """Add a later batch of contacts, without pending requests."""
        self.not_mutual |= _not_mutual(keys, rng, len(keys) // 40)

    def of(self, key: ContactKey) -> Relation:
        """Return the relationship with a contact."""
        return self.not_mutual.get(key, self._mutual)

    def sees(self, key: ContactKey) -> bool:
        """Return whether the account sees a contact's presence."""
        return key not in self.not_mutual or self.not_mutual[key].is_visible

    def set(
        self, key: ContactKey, subscription: Subscription, *, asked: bool = False, asking: bool = False
    ) -> Relation:
        """Set a relationship. Returns the new object; the old one is not mutated."""
        relation = self.not_mutual[key] = Relation(subscription, asked=asked, asking=asking)
        self._changed(key)
        return relation

    def drop(self, key: ContactKey) -> None:
        """Delete the relationship with a contact that was removed."""
        del self.not_mutual[key]

    def with_relationship(self, *relationships: Relationship) -> list[ContactKey]:
        """Return the contacts with one of these relationships, except mutual ones, which are not stored."""
        return [key for key, relation in self.not_mutual.items() if relation.relationship in relationships]


def _not_mutual(
    keys: Sequence[ContactKey], rng: Random, one_way_count: int, *, asking: int = 0, asked: int = 0
) -> dict[ContactKey, Relation]:
    """Return random relationships of each kind except mutual, as far as the contacts suffice."""
    free = list(keys)
    rng.shuffle(free)
    relations = {key: Relation(Subscription.NONE, asking=True) for key in _pop_first(free, asking)}
    relations |= {key: Relation(Subscription.TO) for key in _pop_first(free, one_way_count)}
    relations |= {key: Relation(Subscription.FROM) for key in _pop_first(free, one_way_count // 2)}
    relations |= {key: Relation(Subscription.NONE, asked=True) for key in _pop_first(free, asked)}
    relations |= {key: Relation(Subscription.NONE) for key in _pop_first(free, 3 * one_way_count)}
    return relations


def _pop_first(keys: list[ContactKey], count: int) -> list[ContactKey]:
    first = keys[:count]
    del keys[:count]
    return first
