"""Contact requests: what the operator requests, and how simulated contacts react.

The transitions are those of two rosters by RFC 6121, section 3. A contact's client accepts the operator's
side of a new relationship automatically, as most clients do.
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
"""How long a contact's client takes to accept automatically."""

ACCEPT_BOTH, ACCEPT_ONE_WAY, REFUSE = 0.65, 0.75, 0.9
"""Random numbers in [0, 1) below these select the answer; from the last one on there is none."""


class Subscriptions:
    """The relationship actions of one account and of its contacts.

    Args:
        scheduler: The scheduler.
        rng: The random numbers.
        relations: The relationships.
        roster: The contacts.
    """

    def __init__(self, scheduler: Scheduler, rng: Random, relations: Relations, roster: Roster) -> None:
        self._scheduler = scheduler
        self._rng = rng
        self._relations = relations
        self._roster = roster

    def request(self, key: ContactKey) -> None:
        """Send a contact request, or accept the contact's own. Repeating it has no effect.

        Raises:
            Refusal: The contact is unknown, or no request is possible.
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
        """Accept a request, and request the contact's presence if it is missing.

        Raises:
            Refusal: The contact is unknown, or has not sent a request.
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
        """End a relationship, or reject a request. Returns whether the contact was removed.

        Raises:
            Refusal: The contact is unknown, or there is no relationship.
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
        """Add a contact from outside the office, and send a request."""
        self._roster.external[key] = external
        self._ask(key, Subscription.NONE)

    def receive_request(self) -> bool:
        """Make a contact without a relationship send a request. Returns whether there was one."""
        keys = self._relations.with_relationship(Relationship.NONE)
        if keys:
            self._relations.set(self._rng.choice(keys), Subscription.NONE, asking=True)
        return bool(keys)

    def withdraw_one(self) -> bool:
        """Make a mutual contact end the relationship or hide its presence. Returns whether there was one."""
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
        """Return the subscription that follows a request; None if it is never answered."""
        chance = self._rng.random()
        if chance >= REFUSE:
            return None
        if chance >= ACCEPT_ONE_WAY:
            return subscription
        mutual = chance < ACCEPT_BOTH or subscription is Subscription.FROM
        return Subscription.BOTH if mutual else Subscription.TO

    def _set_later(self, seconds: float, key: ContactKey, relation: Relation, then: Subscription) -> None:
        """Schedule a change of a relationship; it is dropped if the relationship changes earlier."""

        def apply() -> None:
            if self._relations.of(key) is relation:
                self._relations.set(key, then)

        self._scheduler.call_later(seconds, apply)
