"""The transitions of chat relationships."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lampfield.model.identity import ContactKey
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.relationship import Relationship, Subscription
from tests.sources.demo.harness import Harness

NONE, ASKED, ASKING, ONE_WAY, MUTUAL = (
    Relationship.NONE,
    Relationship.ASKED,
    Relationship.ASKING,
    Relationship.ONE_WAY,
    Relationship.MUTUAL,
)
BY_OPERATOR = {
    "request": {(NONE, ASKED), (ONE_WAY, ASKED), (ASKING, ASKED), (ASKING, MUTUAL)},
    "authorize": {(ASKING, ASKED), (ASKING, MUTUAL)},
    "remove": {(ASKED, NONE), (ASKING, NONE), (ONE_WAY, NONE), (MUTUAL, NONE)},
}
BY_OTHERS = {
    (ASKED, MUTUAL),
    (ASKED, ONE_WAY),
    (ASKED, NONE),
    (NONE, ASKING),
    (MUTUAL, ONE_WAY),
    (MUTUAL, NONE),
}

verbs = st.sampled_from(("request", "authorize", "remove", "receive_request", "withdraw_one", "wait"))


def with_relationship(harness: Harness, word: Relationship) -> ContactKey:
    return next(key for key in harness.people if harness.view.relations.of(key).relationship is word)


@settings(max_examples=60)
@given(st.lists(st.tuples(verbs, st.integers(0, 59)), max_size=40), st.integers(0, 20))
def test_every_transition_is_possible_between_two_rosters(steps: list[tuple[str, int]], seed: int) -> None:
    harness = Harness(seed=seed)
    for verb, index in steps:
        before = _words(harness)
        _do(harness, verb, harness.people[index])
        moved = {(before[key], word) for key, word in _words(harness).items() if before[key] is not word}
        assert moved <= BY_OPERATOR.get(verb, BY_OTHERS), (verb, moved)


@settings(max_examples=30)
@given(st.lists(st.tuples(verbs, st.integers(0, 59)), max_size=40))
def test_emitted_relationships_are_the_stored_ones(steps: list[tuple[str, int]]) -> None:
    harness = Harness()
    for verb, index in steps:
        _do(harness, verb, harness.people[index])
    harness.collect()
    for key, word in _words(harness).items():
        contact = harness.replica.contacts[key]
        assert contact["relationship"] is word
        if not harness.view.relations.sees(key):
            assert contact["states"] == {}


def test_start_has_some_relationships_of_each_kind() -> None:
    words = list(_words(Harness(120)).values())
    assert set(words) == set(Relationship) - {Relationship.BLOCKED}
    assert words.count(ASKING) == 3
    assert words.count(MUTUAL) > 80


def test_most_requests_are_accepted_some_rejected_or_unanswered() -> None:
    harness = Harness(2000)
    asked = [key for key, word in _words(harness).items() if word is NONE]
    for key in asked:
        harness.view.subscriptions.request(key)
    assert {harness.view.relations.of(key).relationship for key in asked} == {ASKED}
    harness.advance(15)
    ends = [harness.view.relations.of(key).relationship for key in asked]
    assert set(ends) == {MUTUAL, ONE_WAY, NONE, ASKED}
    assert ends.count(MUTUAL) > len(ends) / 2


def test_presence_is_visible_after_acceptance() -> None:
    harness = Harness()
    key = with_relationship(harness, ASKING)
    harness.view.subscriptions.authorize(key)
    harness.advance(2)
    assert harness.replica.contacts[key]["relationship"] is MUTUAL
    person = harness.simulation.world.by_key[key]
    assert harness.replica.contacts[key]["states"] == harness.simulation.world.presence.states[person.index]


@pytest.mark.parametrize(
    ("verb", "word"),
    [("request", MUTUAL), ("authorize", MUTUAL), ("authorize", NONE), ("authorize", ASKED), ("remove", NONE)],
)
def test_impossible_action_is_refused_with_a_sentence(verb: str, word: Relationship) -> None:
    harness = Harness()
    with pytest.raises(Refusal) as refused:
        getattr(harness.view.subscriptions, verb)(with_relationship(harness, word))
    assert refused.value.word is RefusalCode.REFUSED
    assert refused.value.sentence.endswith(".")


@pytest.mark.parametrize("verb", ["request", "authorize", "remove"])
def test_unknown_contact_is_refused(verb: str) -> None:
    with pytest.raises(Refusal) as refused:
        getattr(Harness().view.subscriptions, verb)(ContactKey("nobody@acme.example"))
    assert refused.value.word is RefusalCode.UNKNOWN_CONTACT


def test_removed_request_is_not_answered() -> None:
    harness = Harness()
    key = with_relationship(harness, NONE)
    harness.view.subscriptions.request(key)
    harness.view.subscriptions.remove(key)
    harness.advance(60)
    assert harness.view.relations.of(key).subscription is Subscription.NONE


def _words(harness: Harness) -> dict[ContactKey, Relationship]:
    return {key: harness.view.relations.of(key).relationship for key in harness.people}


def _do(harness: Harness, verb: str, key: ContactKey) -> None:
    subscriptions = harness.view.subscriptions
    match verb:
        case "wait":
            harness.advance(13)
        case "receive_request" | "withdraw_one":
            getattr(subscriptions, verb)()
        case _:
            with contextlib.suppress(Refusal):
                getattr(subscriptions, verb)(key)
