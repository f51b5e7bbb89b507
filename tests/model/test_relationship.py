"""The relationship in one word."""

import pytest

from lampfield.model.refusal import Refusal
from lampfield.model.relationship import Relationship, Subscription, check_request, relationship_of

NONE, TO, FROM, BOTH = Subscription


@pytest.mark.parametrize(
    ("subscription", "asked", "asking", "expected"),
    [
        (NONE, False, False, Relationship.NONE),
        (NONE, True, False, Relationship.ASKED),
        (NONE, False, True, Relationship.ASKING),
        (NONE, True, True, Relationship.ASKING),
        (TO, False, False, Relationship.ONE_WAY),
        (TO, False, True, Relationship.ASKING),
        (TO, True, False, Relationship.ONE_WAY),
        (FROM, False, False, Relationship.ONE_WAY),
        (FROM, True, False, Relationship.ASKED),
        (FROM, False, True, Relationship.ONE_WAY),
        (BOTH, False, False, Relationship.MUTUAL),
        (BOTH, True, True, Relationship.MUTUAL),
    ],
)
def test_a_request_that_waits_for_the_operator_takes_precedence(
    subscription: Subscription, asked: bool, asking: bool, expected: Relationship
) -> None:
    assert relationship_of(subscription, asked=asked, asking=asking) is expected


@pytest.mark.parametrize("subscription", Subscription)
@pytest.mark.parametrize("asked", [False, True])
@pytest.mark.parametrize("asking", [False, True])
def test_a_block_takes_precedence(subscription: Subscription, asked: bool, asking: bool) -> None:
    blocked = relationship_of(subscription, asked=asked, asking=asking, blocked=True)
    assert blocked is Relationship.BLOCKED


def test_unknown_values_of_a_newer_peer_map_to_none() -> None:
    assert Relationship("married") is Relationship.NONE
    assert Subscription("sideways") is Subscription.NONE


@pytest.mark.parametrize(
    ("relationship", "subscription", "sentence"),
    [
        (Relationship.BLOCKED, BOTH, "You block Bob. End the block in the program where you set it"),
        (Relationship.MUTUAL, BOTH, "You and Bob already see each other."),
        (Relationship.ONE_WAY, TO, "You already see Bob's presence. Only Bob can ask to see yours."),
    ],
)
def test_a_request_without_effect_is_refused_with_the_reason(
    relationship: Relationship, subscription: Subscription, sentence: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        check_request(relationship, subscription, "Bob")
    assert refusal.value.sentence.startswith(sentence)


@pytest.mark.parametrize(
    ("relationship", "subscription"),
    [
        (Relationship.NONE, NONE),
        (Relationship.ASKED, NONE),
        (Relationship.ASKING, TO),
        (Relationship.ONE_WAY, FROM),
    ],
)
def test_a_request_with_an_effect_is_allowed(relationship: Relationship, subscription: Subscription) -> None:
    check_request(relationship, subscription, "Bob")
