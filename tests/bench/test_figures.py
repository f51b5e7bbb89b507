"""What is made of figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bench import rows
from tests.bench.figures import Book, Spread, quantile, ratios, spread
from tests.bench.goals import Goal, Measured, outcome
from tests.bench.programs import Who

VALUES = st.lists(st.floats(0.001, 1e6), min_size=1)


@given(VALUES)
def test_the_median_lies_between_the_least_and_the_most(values: list[float]) -> None:
    got = spread(values)
    assert got.least <= got.median <= got.most


@given(VALUES, st.floats(0, 1))
def test_a_quantile_is_one_of_the_values_and_exceeds_no_more_than_its_share(
    values: list[float], share: float
) -> None:
    got = quantile(values, share)
    assert got in values
    assert sum(value < got for value in values) <= share * len(values)


def test_a_p95_of_forty_is_the_third_from_the_top() -> None:
    assert quantile(range(1, 41), 0.95) == 39


def test_ratios_are_of_the_same_run() -> None:
    assert ratios([2.0, 9.0, 5.0], [1.0, 3.0]) == [2.0, 3.0]


def test_a_ratio_to_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="noted as 0"):
        ratios([1.0], [0.0])


def book(**values: list[float]) -> Book:
    """Return a book of processor times by the names of programs."""
    made = Book()
    for name, runs in values.items():
        for value in runs:
            made.note(rows.CPU, Who[name], value)
    return made


def test_a_ratio_of_at_most_is_met_by_its_median() -> None:
    goal = Goal("processor", Measured(rows.CPU), 2.0, Measured(rows.CPU, Who.RECEIVE))
    got = outcome(goal, book(BOARD=[3.0, 4.0, 9.0], RECEIVE=[2.0, 2.0, 3.0]))
    assert got.got == Spread(2.0, 1.5, 3.0)
    assert got.met is True
    assert outcome(goal, book(BOARD=[5.0], RECEIVE=[2.0])).met is False


def test_many_times_less_is_met_from_its_limit_upwards() -> None:
    goal = Goal("processor", Measured(rows.CPU), 30.0, Measured(rows.CPU, Who.PAGE), less=True)
    assert outcome(goal, book(BOARD=[3.0], PAGE=[90.0])).met is True
    assert outcome(goal, book(BOARD=[3.0], PAGE=[89.0])).met is False
    assert goal.wanted == "≥ 30 x less"


def test_where_the_worst_counts_one_bad_run_is_enough() -> None:
    goal = Goal("key", Measured(rows.CPU), 16.0, worst=True)
    assert outcome(goal, book(BOARD=[1.0, 1.0, 17.0])).met is False
    assert outcome(goal, book(BOARD=[1.0, 1.0, 16.0])).met is True


def test_what_was_not_measured_is_neither_met_nor_missed() -> None:
    goal = Goal("processor", Measured(rows.CPU), 30.0, Measured(rows.CPU, Who.PAGE), less=True)
    assert outcome(goal, book(BOARD=[3.0])).met is None
