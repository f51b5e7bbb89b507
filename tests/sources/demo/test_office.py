"""The office as a whole: same seed, same world; and the rate."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lampfield.model.change import ContactChange
from lampfield.sources.demo.simulation import Simulation
from tests.sources.demo.desk import Desk


@settings(max_examples=20)
@given(st.integers(1, 200), st.one_of(st.none(), st.floats(0.5, 50)), st.lists(st.floats(0, 5), max_size=30))
def test_the_same_happens_however_time_is_cut(contacts: int, rate: float | None, steps: list[float]) -> None:
    in_steps, at_once = Desk(contacts, rate), Desk(contacts, rate)
    for step in steps:
        in_steps.wait(step)
    at_once.office.advance(in_steps.office.agenda.now)
    at_once.hear()
    assert at_once.told == in_steps.told


@settings(max_examples=10)
@given(st.integers(0, 1000))
def test_offices_of_one_seed_are_alike(seed: int) -> None:
    assert Desk(50, 20.0, seed).wait(20).told == Desk(50, 20.0, seed).wait(20).told


def test_offices_of_two_seeds_are_not() -> None:
    assert Desk(50, 20.0, 1).wait(20).told != Desk(50, 20.0, 2).wait(20).told


@pytest.mark.parametrize(("contacts", "rate"), [(1, 5), (120, 1), (120, 100), (1000, 3000), (120, 20_000)])
def test_the_rate_is_kept(contacts: int, rate: float) -> None:
    desk = Desk(contacts, rate)
    before, seconds = len(desk.told), max(1, 200 / rate)
    desk.wait(seconds)
    assert len(desk.told) - before == pytest.approx(rate * seconds, rel=0.02, abs=4)


def test_a_still_life_is_still() -> None:
    desk = Desk(120, 0)
    before = len(desk.told)
    desk.wait(3600)
    assert desk.told[before:] == []
    assert desk.office.next_due == float("inf")
    assert {contact["blf"] for contact in desk.picture.contacts.values()} >= {0, 1, 2, None}


def test_a_natural_day_has_calls_and_presence() -> None:
    desk = Desk(120, None).wait(600)
    changes = [change for change in desk.told[200:] if isinstance(change, ContactChange)]
    assert 400 < len(changes) < 800
    assert any("states" in contact for contact in desk.picture.contacts.values())


@pytest.mark.parametrize("rate", [-1, 20_001, float("nan")])
def test_a_rate_out_of_bounds_is_refused_with_the_bounds(rate: float) -> None:
    with pytest.raises(ValueError, match="0 to 20000"):
        Simulation(10, rate)
