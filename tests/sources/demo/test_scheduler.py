"""Steps in simulated time."""

from hypothesis import given
from hypothesis import strategies as st

from lampfield.sources.demo.scheduler import Scheduler

seconds = st.floats(0, 1000)


@given(st.lists(seconds), seconds)
def test_steps_run_in_the_order_of_their_times(dues: list[float], to: float) -> None:
    scheduler = Scheduler(5.0)
    happened: list[tuple[float, float]] = []
    for due in dues:
        scheduler.call_later(due, lambda due=due: happened.append((due, scheduler.now)))  # type: ignore[misc]
    scheduler.run_until(to)
    assert [due for due, _ in happened] == sorted(due for due in dues if due <= to)
    assert all(due == now for due, now in happened)
    assert scheduler.now == to


def test_step_may_schedule_more_steps() -> None:
    scheduler = Scheduler(0.0)
    times: list[float] = []

    def again() -> None:
        times.append(scheduler.now)
        scheduler.call_later(1.0, again)

    again()
    scheduler.run_until(3.5)
    assert times == [0.0, 1.0, 2.0, 3.0]
    assert scheduler.next_due == 4.0


def test_wall_time_is_epoch_plus_simulated_time() -> None:
    scheduler = Scheduler(1000.0)
    scheduler.run_until(2.5)
    assert scheduler.wall == 1002.5
    assert scheduler.wall_ms == 1_002_500
