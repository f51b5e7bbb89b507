"""Laws of chat relationships: who may make what of what."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lampfield.model.identity import ContactKey
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.relationship import Relationship, Subscription
from tests.sources.demo.desk import Desk

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

verbs = st.sampled_from(("request", "authorize", "remove", "comes", "withdraws", "wait"))


def with_word(desk: Desk, word: Relationship) -> ContactKey:
    return next(key for key in desk.people if desk.seat.relations.of(key).word is word)


@settings(max_examples=60)
@given(st.lists(st.tuples(verbs, st.integers(0, 59)), max_size=40), st.integers(0, 20))
def test_every_transition_is_one_that_two_rosters_can_make(steps: list[tuple[str, int]], seed: int) -> None:
    desk = Desk(seed=seed)
    for verb, place in steps:
        before = _words(desk)
        _do(desk, verb, desk.people[place])
        moved = {(before[key], word) for key, word in _words(desk).items() if before[key] is not word}
        assert moved <= BY_OPERATOR.get(verb, BY_OTHERS), (verb, moved)


@settings(max_examples=30)
@given(st.lists(st.tuples(verbs, st.integers(0, 59)), max_size=40))
def test_what_is_told_is_what_is(steps: list[tuple[str, int]]) -> None:
    desk = Desk()
    for verb, place in steps:
        _do(desk, verb, desk.people[place])
    desk.hear()
    for key, word in _words(desk).items():
        contact = desk.picture.contacts[key]
        assert contact["relationship"] is word
        if not desk.seat.relations.sees(key):
            assert contact["states"] == {}


def test_some_of_each_kind_are_there_at_the_start() -> None:
    words = list(_words(Desk(120)).values())
    assert set(words) == set(Relationship) - {Relationship.BLOCKED}
    assert words.count(ASKING) == 3
    assert words.count(MUTUAL) > 80


def test_requests_are_mostly_accepted_but_not_always_and_not_always_answered() -> None:
    desk = Desk(2000)
    asked = [key for key, word in _words(desk).items() if word is NONE]
    for key in asked:
        desk.seat.askings.request(key)
    assert {desk.seat.relations.of(key).word for key in asked} == {ASKED}
    desk.wait(15)
    ends = [desk.seat.relations.of(key).word for key in asked]
    assert set(ends) == {MUTUAL, ONE_WAY, NONE, ASKED}
    assert ends.count(MUTUAL) > len(ends) / 2


def test_an_accepted_one_is_seen_from_then_on() -> None:
    desk = Desk()
    key = with_word(desk, ASKING)
    desk.seat.askings.authorize(key)
    desk.wait(2)
    assert desk.picture.contacts[key]["relationship"] is MUTUAL
    person = desk.office.floor.by_key[key]
    assert desk.picture.contacts[key]["states"] == desk.office.floor.presence.states[person.place]


@pytest.mark.parametrize(
    ("verb", "word"),
    [("request", MUTUAL), ("authorize", MUTUAL), ("authorize", NONE), ("authorize", ASKED), ("remove", NONE)],
)
def test_what_makes_no_sense_is_refused_in_words(verb: str, word: Relationship) -> None:
    desk = Desk()
    with pytest.raises(Refusal) as refused:
        getattr(desk.seat.askings, verb)(with_word(desk, word))
    assert refused.value.word is RefusalCode.REFUSED
    assert refused.value.sentence.endswith(".")


@pytest.mark.parametrize("verb", ["request", "authorize", "remove"])
def test_a_stranger_is_unknown(verb: str) -> None:
    with pytest.raises(Refusal) as refused:
        getattr(Desk().seat.askings, verb)(ContactKey("nobody@acme.example"))
    assert refused.value.word is RefusalCode.UNKNOWN_CONTACT


def test_a_withdrawn_answer_is_not_given() -> None:
    desk = Desk()
    key = with_word(desk, NONE)
    desk.seat.askings.request(key)
    desk.seat.askings.remove(key)
    desk.wait(60)
    assert desk.seat.relations.of(key).subscription is Subscription.NONE


def _words(desk: Desk) -> dict[ContactKey, Relationship]:
    return {key: desk.seat.relations.of(key).word for key in desk.people}


def _do(desk: Desk, verb: str, key: ContactKey) -> None:
    askings = desk.seat.askings
    match verb:
        case "wait":
            desk.wait(13)
        case "comes" | "withdraws":
            getattr(askings, verb)()
        case _:
            with contextlib.suppress(Refusal):
                getattr(askings, verb)(key)
