"""The chat relationship between the operator and a contact (RFC 6121, section 3)."""

from enum import StrEnum


class Subscription(StrEnum):
    """Who sees whose presence, as a roster says it (RFC 6121, 2.1.2.5)."""

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
        """Read a word of a newer peer as none: less is claimed, never more."""
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
        """Read a word of a newer peer as none."""
        return cls.NONE


def relationship_of(
    subscription: Subscription, *, asked: bool, asking: bool, blocked: bool = False
) -> Relationship:
    """Return the relationship of a subscription and the requests that are open.

    Args:
        subscription: What the roster says.
        asked: Our request has no answer yet (the roster's ``ask='subscribe'``).
        asking: Theirs has none yet.
        blocked: The operator blocks them.

    A block comes first, since nothing else counts while it lasts; then what waits for the operator, then what
    waits for the other, then what stands.
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
