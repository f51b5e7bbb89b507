"""The simulated time by a real clock that jumps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lampfield.sources.demo.scheduler import LONGEST_STEP_SECONDS, Scheduler, SimulationClock


@given(st.lists(st.floats(-5000, 5000), max_size=20), st.floats(0.1, 50))
def test_time_never_goes_back_or_leaps_and_shows_the_real_time(jumps: list[float], speed: float) -> None:
    wall = 1_700_000_000.0
    scheduler = Scheduler(wall)
    clock = SimulationClock(scheduler, lambda: wall, speed)
    for jump in jumps:
        wall += jump
        before = scheduler.now
        to = clock.now()
        assert before <= to <= before + LONGEST_STEP_SECONDS * speed + 1e-6
        scheduler.run_until(to)
        assert scheduler.wall == pytest.approx(wall, abs=0.01)


def test_steady_clock_is_followed() -> None:
    wall = 100.0
    scheduler = Scheduler(wall)
    clock = SimulationClock(scheduler, lambda: wall)
    for _ in range(10):
        wall += 0.5
        scheduler.run_until(clock.now())
    assert scheduler.now == pytest.approx(5.0)
    assert clock.seconds_until(7.0) == pytest.approx(2.0)
