"""How chat relationships come and go: what the operator asks and what the others do about it.

The transitions are those of two rosters that keep to RFC 6121, section 3; the others' clients accept
the operator's side of a new relationship by themselves, as most do.
"""

from random import Random

from lampfield.model.identity import ContactKey
from lampfield.model.relationship import (
    Relationship,
    Subscription,
    check_request,
    no_relationship,
    no_request,
)
from lampfield.sources.demo.relations import ALWAYS_MUTUAL, Relation, Relations
from lampfield.sources.demo.roster import ExternalContact, Roster
from lampfield.sources.demo.scheduler import Scheduler

ANSWER_SECONDS = (3.0, 12.0)
HANDSHAKE_SECONDS = 0.7
"""What the other's client takes to accept by itself."""

ACCEPT_BOTH, ACCEPT_ONE_WAY, REFUSE = 0.65, 0.75, 0.9
"""Below which chance a request is answered so; above the last one it never is."""


class Subscriptions:
    """The verbs on relationships, for one account.

    Args:
        agenda: The time.
        rng: Where chance comes from.
        relations: The relationships.
        roster: The contacts.
    """

    def __init__(self, scheduler: Scheduler, rng: Random, relations: Relations, roster: Roster) -> None:
        self._scheduler = scheduler
        self._rng = rng
        self._relations = relations
        self._roster = roster

    def request(self, key: ContactKey) -> None:
        """Ask a contact; one who asks already is accepted. Asking again changes nothing.

        Raises:
            Refusal: Unknown contact, or there is nothing to ask for.
        """
        self._roster.require(key)
        relation, name = self._relations.of(key), self._roster.name(key)
        check_request(relation.relationship, relation.subscription, name)
        match relation.relationship:
            case Relationship.ASKING:
                self.authorize(key)
            case Relationship.NONE | Relationship.ONE_WAY:
                self._ask(key, relation.subscription)

    def authorize(self, key: ContactKey) -> None:
        """Accept a request, and ask for the other's presence where it is lacking.

        Raises:
            Refusal: Unknown contact, or one who has not asked.
        """
        self._roster.require(key)
        relation = self._relations.of(key)
        if relation.relationship is not Relationship.ASKING:
            raise no_request(self._roster.name(key))
        if relation.is_visible:
            self._relations.set(key, Subscription.BOTH)
            return
        asked = self._relations.set(key, Subscription.FROM, asked=True)
        self._set_later(HANDSHAKE_SECONDS, key, asked, Subscription.BOTH)

    def remove(self, key: ContactKey) -> bool:
        """End a relationship, or refuse a request. Returns whether the contact itself is gone with it.

        Raises:
            Refusal: Unknown contact, or there is nothing to end.
        """
        self._roster.require(key)
        if self._roster.external.pop(key, None) is not None:
            self._relations.drop(key)
            return True
        if self._relations.of(key).relationship is Relationship.NONE:
            raise no_relationship(self._roster.name(key))
        self._relations.set(key, Subscription.NONE)
        return False

    def invite(self, key: ContactKey, external: ExternalContact) -> None:
        """Put somebody of elsewhere on the roster, and ask."""
        self._roster.external[key] = external
        self._ask(key, Subscription.NONE)

    def receive_request(self) -> bool:
        """Let somebody ask who has no relationship with the operator. Returns whether there was one."""
        keys = self._relations.with_relationship(Relationship.NONE)
        if keys:
            self._relations.set(self._rng.choice(keys), Subscription.NONE, asking=True)
        return bool(keys)

    def withdraw_one(self) -> bool:
        """Let a friend withdraw, wholly or from being seen. Returns whether there was one."""
        keys = [key for key in self._roster.keys()[ALWAYS_MUTUAL:] if self._mutual(key)]
        if keys:
            left = self._rng.choice((Subscription.NONE, Subscription.FROM))
            self._relations.set(self._rng.choice(keys), left)
        return bool(keys)

    def _mutual(self, key: ContactKey) -> bool:
        return self._relations.of(key).relationship is Relationship.MUTUAL

    def _ask(self, key: ContactKey, subscription: Subscription) -> None:
        asked = self._relations.set(key, subscription, asked=True)
        answer = self._answer(subscription)
        if answer is not None:
            self._set_later(self._rng.uniform(*ANSWER_SECONDS), key, asked, answer)

    def _answer(self, subscription: Subscription) -> Subscription | None:
        """Return what becomes of a request; None when it is never answered."""
        chance = self._rng.random()
        if chance >= REFUSE:
            return None
        if chance >= ACCEPT_ONE_WAY:
            return subscription
        mutual = chance < ACCEPT_BOTH or subscription is Subscription.FROM
        return Subscription.BOTH if mutual else Subscription.TO

    def _set_later(self, seconds: float, key: ContactKey, relation: Relation, then: Subscription) -> None:
        """Let a relationship become another, unless it did so meanwhile."""

        def apply() -> None:
            if self._relations.of(key) is relation:
                self._relations.set(key, then)

        self._scheduler.call_later(seconds, apply)
