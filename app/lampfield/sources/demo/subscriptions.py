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
from lampfield.sources.demo.relations import KEEP_MUTUAL, Relation, Relations
from lampfield.sources.demo.roster import Guest, Roster
from lampfield.sources.demo.scheduler import Scheduler

THINKING_SECONDS = (3.0, 12.0)
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

    def __init__(self, agenda: Scheduler, rng: Random, relations: Relations, roster: Roster) -> None:
        self._agenda = agenda
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
        check_request(relation.word, relation.subscription, name)
        match relation.word:
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
        if relation.word is not Relationship.ASKING:
            raise no_request(self._roster.name(key))
        if relation.visible:
            self._relations.put(key, Subscription.BOTH)
            return
        asked = self._relations.put(key, Subscription.FROM, asked=True)
        self._later(HANDSHAKE_SECONDS, key, asked, Subscription.BOTH)

    def remove(self, key: ContactKey) -> bool:
        """End a relationship, or refuse a request. Returns whether the contact itself is gone with it.

        Raises:
            Refusal: Unknown contact, or there is nothing to end.
        """
        self._roster.require(key)
        if self._roster.guests.pop(key, None) is not None:
            self._relations.forget(key)
            return True
        if self._relations.of(key).word is Relationship.NONE:
            raise no_relationship(self._roster.name(key))
        self._relations.put(key, Subscription.NONE)
        return False

    def invite(self, key: ContactKey, guest: Guest) -> None:
        """Put somebody of elsewhere on the roster, and ask."""
        self._roster.guests[key] = guest
        self._ask(key, Subscription.NONE)

    def comes(self) -> bool:
        """Let somebody ask who has no relationship with the operator. Returns whether there was one."""
        keys = self._relations.with_word(Relationship.NONE)
        if keys:
            self._relations.put(self._rng.choice(keys), Subscription.NONE, asking=True)
        return bool(keys)

    def withdraws(self) -> bool:
        """Let a friend withdraw, wholly or from being seen. Returns whether there was one."""
        keys = [key for key in self._roster.keys()[KEEP_MUTUAL:] if self._mutual(key)]
        if keys:
            left = self._rng.choice((Subscription.NONE, Subscription.FROM))
            self._relations.put(self._rng.choice(keys), left)
        return bool(keys)

    def _mutual(self, key: ContactKey) -> bool:
        return self._relations.of(key).word is Relationship.MUTUAL

    def _ask(self, key: ContactKey, subscription: Subscription) -> None:
        asked = self._relations.put(key, subscription, asked=True)
        answer = self._answer(subscription)
        if answer is not None:
            self._later(self._rng.uniform(*THINKING_SECONDS), key, asked, answer)

    def _answer(self, subscription: Subscription) -> Subscription | None:
        """Return what becomes of a request; None when it is never answered."""
        chance = self._rng.random()
        if chance >= REFUSE:
            return None
        if chance >= ACCEPT_ONE_WAY:
            return subscription
        mutual = chance < ACCEPT_BOTH or subscription is Subscription.FROM
        return Subscription.BOTH if mutual else Subscription.TO

    def _later(self, seconds: float, key: ContactKey, relation: Relation, then: Subscription) -> None:
        """Let a relationship become another, unless it did so meanwhile."""

        def come() -> None:
            if self._relations.of(key) is relation:
                self._relations.put(key, then)

        self._agenda.after(seconds, come)
