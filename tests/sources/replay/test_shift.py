"""The times of a replay: ages are as they were, and nothing changes its order."""

from hypothesis import given
from hypothesis import strategies as some

from lampfield.sources.replay.shift import Shift

TIMES = some.floats(1.0, 4e9)
SHIFTS = some.builds(Shift, TIMES, TIMES, some.floats(0.1, 100.0))


@given(TIMES, TIMES, some.floats(0.0, 1e6))
def test_what_was_before_is_as_long_ago_as_it_was(began: float, now: float, age: float) -> None:
    then = began - age
    if then > 0:
        assert abs((now - Shift(began, now, 5.0).seconds(then)) - age) < 1e-3


@given(SHIFTS, TIMES, TIMES)
def test_the_order_stays(shift: Shift, one: float, other: float) -> None:
    early, late = sorted((one, other))
    assert shift.seconds(early) <= shift.seconds(late)


def test_what_follows_goes_at_the_speed() -> None:
    assert Shift(1000.0, 5000.0, 2.0).seconds(1010.0) == 5005.0
    assert Shift(1000.0, 5000.0, 2.0).millis(1_010_000) == 5_005_000


@given(SHIFTS)
def test_unknown_stays_unknown(shift: Shift) -> None:
    assert (shift.seconds(0.0), shift.millis(0)) == (0.0, 0)
