"""The whole simulation: its seed and its rate."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lampfield.model.change import ContactChange
from lampfield.sources.demo.simulation import Simulation
from tests.sources.demo.harness import Harness


@settings(max_examples=20)
@given(st.integers(1, 200), st.one_of(st.none(), st.floats(0.5, 50)), st.lists(st.floats(0, 5), max_size=30))
def test_changes_do_not_depend_on_the_time_steps(
    contacts: int, rate: float | None, steps: list[float]
) -> None:
    in_steps, at_once = Harness(contacts, rate), Harness(contacts, rate)
    for step in steps:
        in_steps.advance(step)
    at_once.simulation.advance(in_steps.simulation.scheduler.now)
    at_once.collect()
    assert at_once.changes == in_steps.changes


@settings(max_examples=10)
@given(st.integers(0, 1000))
def test_same_seed_gives_the_same_changes(seed: int) -> None:
    assert Harness(50, 20.0, seed).advance(20).changes == Harness(50, 20.0, seed).advance(20).changes


def test_different_seeds_give_different_changes() -> None:
    assert Harness(50, 20.0, 1).advance(20).changes != Harness(50, 20.0, 2).advance(20).changes


@pytest.mark.parametrize(("contacts", "rate"), [(1, 5), (120, 1), (120, 100), (1000, 3000), (120, 20_000)])
def test_the_rate_is_kept(contacts: int, rate: float) -> None:
    harness = Harness(contacts, rate)
    before, seconds = len(harness.changes), max(1, 200 / rate)
    harness.advance(seconds)
    assert len(harness.changes) - before == pytest.approx(rate * seconds, rel=0.02, abs=4)


def test_nothing_happens_at_rate_zero() -> None:
    harness = Harness(120, 0)
    before = len(harness.changes)
    harness.advance(3600)
    assert harness.changes[before:] == []
    assert harness.simulation.next_due == float("inf")
    assert {contact["blf"] for contact in harness.replica.contacts.values()} >= {0, 1, 2, None}


def test_natural_rate_has_calls_and_presence() -> None:
    harness = Harness(120, None).advance(600)
    changes = [change for change in harness.changes[200:] if isinstance(change, ContactChange)]
    assert 400 < len(changes) < 800
    assert any("states" in contact for contact in harness.replica.contacts.values())


@pytest.mark.parametrize("rate", [-1, 20_001, float("nan")])
def test_a_rate_out_of_bounds_is_refused_with_the_bounds(rate: float) -> None:
    with pytest.raises(ValueError, match="0 to 20000"):
        Simulation(10, rate)
