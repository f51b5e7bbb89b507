"""The supervisor of a link: no error ends it, and a server that fails again and again is asked less often."""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Sequence

import pytest

from lampfield.model.link import Link, LinkName, LinkState
from lampfield.sources import supervisor
from lampfield.sources.supervisor import RESET, Failure, LinkFailed, LinkSupervisor

FAILED = Failure("The server is gone.")
UNFORESEEN = "An unexpected error ended the connection (KeyError). See the log of the hub."

Step = Callable[[Callable[[], None]], Awaitable[Failure]]


async def fail(_: Callable[[], None]) -> Failure:
    return FAILED


async def up_then_fail(up: Callable[[], None]) -> Failure:
    up()
    return FAILED


async def raise_error(_: Callable[[], None]) -> Failure:
    raise KeyError("unforeseen")


async def up_then_raise(up: Callable[[], None]) -> Failure:
    up()
    raise KeyError("unforeseen")


class Clock:
    """The clock and the waits of the supervisor, which take no time."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.waits: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def wait(self, seconds: float) -> bool:
        """Note a wait, and let it be over; nobody hurries."""
        self.waits.append(seconds)
        self.now += seconds
        return False


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(random, "uniform", lambda _, most: most)
    monkeypatch.setattr(LinkSupervisor, "_wait", lambda _, seconds: clock.wait(seconds))
    return clock


async def reported_by(
    clock: Clock, steps: Sequence[Step], report: Callable[[Link], None] | None = None
) -> list[Link]:
    """Run attempts one after the other. Returns the links reported until the last attempt."""
    reported: list[Link] = []
    left = iter(steps)
    all_done = asyncio.Event()

    async def attempt(up: Callable[[], None]) -> Failure:
        step = next(left, None)
        if step is None:
            all_done.set()
            await asyncio.Event().wait()
        assert step is not None
        return await step(up)

    supervisor = LinkSupervisor(LinkName.PHONE, "asterisk", attempt, report or reported.append, clock)
    supervisor.start()
    async with asyncio.timeout(5):
        await all_done.wait()
    await supervisor.close()
    return reported


def states(reported: Sequence[Link]) -> list[tuple[LinkState, str]]:
    return [(link.state, link.reason) for link in reported]


async def test_an_unforeseen_error_is_a_reason_and_not_the_end(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        reported = await reported_by(clock, [raise_error, raise_error, up_then_raise, up_then_raise])
    down = (LinkState.DOWN, UNFORESEEN)
    up = (LinkState.UP, "")
    assert states(reported) == [(LinkState.CONNECTING, ""), down, up, down, up, down]
    tracebacks = [record for record in caplog.records if record.exc_info]
    assert len(tracebacks) == 4
    assert clock.waits == [0.5, 1.0, 2.0, 4.0], "an error that comes again at once is not tried faster"


async def test_waits_grow_to_a_limit_and_begin_again_after_a_steady_link(clock: Clock) -> None:
    async def steady(up: Callable[[], None]) -> Failure:
        up()
        clock.now += supervisor.STABLE_SECONDS
        return FAILED

    await reported_by(clock, [*[fail] * 6, steady, fail, up_then_fail, fail])
    assert clock.waits == [0.5, 1.0, 2.0, 4.0, 5.0, 5.0, 0.5, 1.0, 2.0, 4.0]


async def test_a_failure_may_say_when_to_try_again(clock: Clock) -> None:
    async def cut(up: Callable[[], None]) -> Failure:
        up()
        return RESET

    async def calm(_: Callable[[], None]) -> Failure:
        return Failure("Wrong password.", supervisor.LONG_DELAY_SECONDS)

    reported = await reported_by(clock, [cut, calm, fail])
    assert clock.waits == [RESET.wait_seconds, 60.0, 0.5]
    assert states(reported)[-2:] == [(LinkState.DOWN, "Wrong password."), (LinkState.DOWN, FAILED.sentence)]


async def test_since_counts_from_the_change_between_up_and_not_up(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time", lambda: clock.now)
    reported = await reported_by(clock, [fail, fail, up_then_fail])
    since = [(link.state, link.since) for link in reported]
    assert since == [
        (LinkState.CONNECTING, 1000.0),
        (LinkState.DOWN, 1000.0),
        (LinkState.UP, 1001.5),
        (LinkState.DOWN, 1001.5),
    ]


async def test_one_who_cannot_be_told_ends_nothing(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    def report(_: Link) -> None:
        raise RuntimeError("no listener")

    await reported_by(clock, [fail, up_then_fail], report)
    assert clock.waits == [0.5, 1.0]
    assert "the callback for the state of the link failed" in caplog.text


async def test_a_closed_link_is_told_of_no_more() -> None:
    reported: list[Link] = []
    begun = asyncio.Event()

    async def attempt(up: Callable[[], None]) -> Failure:
        up()
        begun.set()
        await asyncio.Event().wait()
        return FAILED

    supervisor = LinkSupervisor(LinkName.CHAT, "xmpp", attempt, reported.append)
    supervisor.start()
    await begun.wait()
    assert supervisor.is_up
    await supervisor.close()
    await supervisor.close()
    assert [link.state for link in reported] == [LinkState.CONNECTING, LinkState.UP]


def test_a_line_that_failed_carries_its_reason() -> None:
    assert LinkFailed(FAILED).failure is FAILED
    assert str(LinkFailed(FAILED)) == FAILED.sentence


async def test_what_is_cancelled_within_an_attempt_ends_it_and_not_the_keeping(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    async def waits_for_what_is_cancelled(up: Callable[[], None]) -> Failure:
        up()
        inner: asyncio.Future[Failure] = asyncio.get_running_loop().create_future()
        inner.cancel()
        return await inner

    reported = await reported_by(clock, [waits_for_what_is_cancelled, waits_for_what_is_cancelled, fail])
    down = (LinkState.DOWN, UNFORESEEN.replace("KeyError", "CancelledError"))
    up = (LinkState.UP, "")
    assert states(reported)[1:] == [up, down, up, down, (LinkState.DOWN, FAILED.sentence)]
    assert len([record for record in caplog.records if record.exc_info]) == 2
