"""Show, derived from the states of all resources."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lampfield.model.show import (
    MOST_ONLINE_FIRST,
    Show,
    State,
    leading_resource,
    show_from_states,
    show_of_word,
    status_from_states,
)

words = st.sampled_from(["available", "chat", "away", "xa", "dnd", "", "made-up"])
states = st.dictionaries(
    st.text(max_size=5),
    st.builds(State, show=words, status=st.text(max_size=5), priority=st.integers(-128, 127)),
    max_size=6,
)


@pytest.mark.parametrize(
    ("word", "show"),
    [
        ("chat", Show.ONLINE),
        ("available", Show.ONLINE),
        ("", Show.ONLINE),
        ("away", Show.AWAY),
        ("xa", Show.AWAY),
        ("dnd", Show.DND),
        ("unavailable", Show.OFFLINE),
        ("a word of tomorrow", Show.ONLINE),
    ],
)
def test_the_values_of_xmpp_map_to_show(word: str, show: Show) -> None:
    assert show_of_word(word) is show


@given(states)
def test_the_contact_is_as_online_as_its_most_online_resource(resources: dict[str, State]) -> None:
    ranks = [MOST_ONLINE_FIRST.index(show_of_word(state.show)) for state in resources.values()]
    assert show_from_states(resources) is (MOST_ONLINE_FIRST[min(ranks)] if ranks else Show.OFFLINE)


@given(states)
def test_the_leading_resource_determines_the_status(resources: dict[str, State]) -> None:
    leader = leading_resource(resources)
    if leader is None:
        assert not resources
        assert status_from_states(resources) == ""
    else:
        assert show_of_word(resources[leader].show) is show_from_states(resources)
        assert status_from_states(resources) == resources[leader].status


def test_priority_breaks_a_tie() -> None:
    resources = {"desk": State(status="low", priority=1), "mobile": State(status="high", priority=5)}
    assert status_from_states(resources) == "high"


def test_an_unknown_show_of_a_newer_peer_is_no_data() -> None:
    assert Show("levitating") is Show.OFFLINE
