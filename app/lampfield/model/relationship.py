"""The chat relationship between the operator and a contact (RFC 6121, section 3)."""

from enum import StrEnum

from lampfield.model.refusal import Refusal, RefusalCode


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


def check_request(relationship: Relationship, subscription: Subscription, name: str) -> None:
    """Check that the operator can send a contact request.

    Args:
        relationship: With the contact.
        subscription: With the contact.
        name: The contact's name, for the message.

    Raises:
        Refusal: The contact is blocked, or the operator already sees its presence.
    """
    if relationship is Relationship.BLOCKED:
        raise blocked(name)
    if relationship is Relationship.MUTUAL:
        raise Refusal(RefusalCode.REFUSED, f"You and {name} already see each other.")
    if relationship is Relationship.ONE_WAY and subscription is Subscription.TO:
        raise Refusal(
            RefusalCode.REFUSED, f"You already see {name}'s presence. Only {name} can ask to see yours."
        )


def blocked(name: str) -> Refusal:
    """Return the refusal of an action with a blocked contact."""
    return Refusal(
        RefusalCode.REFUSED,
        f"You block {name}. End the block in the program where you set it, then ask again.",
    )


def no_request(name: str) -> Refusal:
    """Return the refusal to accept a contact that has not sent a request."""
    return Refusal(RefusalCode.REFUSED, f"{name} has not sent you a contact request.")


def no_relationship(name: str) -> Refusal:
    """Return the refusal to end a relationship that does not exist."""
    return Refusal(RefusalCode.REFUSED, f"You have no chat relationship with {name}.")
