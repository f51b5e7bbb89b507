"""The chat relationship between the operator and a contact (RFC 6121, section 3)."""

from enum import StrEnum


class Subscription(StrEnum):
    """Who sees whose presence: the subscription of a roster item (RFC 6121, 2.1.2.5)."""

    NONE = "none"
    """Neither sees the other."""
    TO = "to"
    """We see them."""
    FROM = "from"
    """They see us."""
    BOTH = "both"
    """Each sees the other."""

    @classmethod
    def _missing_(cls, value: object) -> "Subscription":
        """Map an unknown value of a newer peer to none, which claims the least."""
        return cls.NONE


class Relationship(StrEnum):
    """The relationship in one word."""

    NONE = "none"
    """There is none."""
    ASKED = "asked"
    """The operator sent a request that is not answered."""
    ASKING = "asking"
    """The contact sent a request that is not answered."""
    ONE_WAY = "one-way"
    """One of the two sees the other's presence."""
    MUTUAL = "mutual"
    """Both see each other's presence."""
    BLOCKED = "blocked"
    """The operator blocks the contact: neither messages nor presence come through (XEP-0191)."""

    @classmethod
    def _missing_(cls, value: object) -> "Relationship":
        """Map an unknown value of a newer peer to none."""
        return cls.NONE


def relationship_of(
    subscription: Subscription, *, asked: bool, asking: bool, blocked: bool = False
) -> Relationship:
    """Return the relationship that follows from a subscription and the pending requests.

    A block takes precedence, since nothing else has an effect while it lasts; then a request that waits for
    the operator, then a request that waits for the contact, then the subscription.

    Args:
        subscription: The subscription in the roster.
        asked: The operator's request is pending (``ask='subscribe'`` in the roster).
        asking: The contact's request is pending.
        blocked: The operator blocks the contact.
    """
    if blocked:
        return Relationship.BLOCKED
    if subscription is Subscription.BOTH:
        return Relationship.MUTUAL
    if asking and subscription is not Subscription.FROM:
        return Relationship.ASKING
    if asked and subscription is not Subscription.TO:
        return Relationship.ASKED
    return Relationship.NONE if subscription is Subscription.NONE else Relationship.ONE_WAY
