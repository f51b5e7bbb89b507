"""A link over time: its states, its waits, and what shortens and ends them."""

import asyncio
import logging
from collections.abc import Callable, Iterator

import pytest

from lampfield.model.link import Link, LinkName, LinkState
from lampfield.sources import supervisor
from lampfield.sources.supervisor import Failure, LinkSupervisor
from tests.waiting import until

NO_ANSWER = Failure("Nobody answers.")


class Server:
    """What a test lets the attempts end in."""

    def __init__(self) -> None:
        self.reported: list[Link] = []
        self.attempts = 0
        self.up: Callable[[], None] = lambda: None
        self._ends: asyncio.Queue[Failure] = asyncio.Queue()
        self.supervisor = LinkSupervisor(LinkName.CHAT, "xmpp", self._attempt, self.reported.append)

    async def _attempt(self, up: Callable[[], None]) -> Failure:
        self.attempts += 1
        self.up = up
        return await self._ends.get()

    async def began(self, count: int) -> None:
        """Wait for the beginning of an attempt."""
        await until(lambda: self.attempts == count, f"attempt {count}")

    def end(self, failure: Failure = NO_ANSWER) -> None:
        """Let the attempt that runs end."""
        self._ends.put_nowait(failure)

    async def is_down(self, reason: str) -> None:
        """Wait until the link is down for a reason."""
        await until(
            lambda: (self.reported[-1].state, self.reported[-1].reason) == (LinkState.DOWN, reason), reason
        )

    def states(self) -> list[tuple[LinkState, str]]:
        """Return each reported state with its reason."""
        return [(link.state, link.reason) for link in self.reported]


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Let every wait be over at once. Returns how long each was to be, but for chance."""
    asked: list[float] = []

    def delays() -> Iterator[float]:
        delay = 1.0
        while True:
            asked.append(delay)
            yield 0.0
            delay *= 2

    monkeypatch.setattr(supervisor, "_delays", delays)
    return asked


@pytest.mark.usefixtures("waits")
async def test_a_link_is_told_as_it_changes_and_since_when_counts_from_its_loss() -> None:
    server = Server()
    server.supervisor.start()
    await server.began(1)
    server.up()
    up_since = server.reported[-1].since
    assert server.supervisor.is_up
    server.end()
    await server.began(2)
    lost = server.reported[-1]
    assert (lost.state, lost.reason) == (LinkState.DOWN, "Nobody answers.")
    assert lost.since >= up_since
    server.end(Failure("It is gone."))
    await server.began(3)
    assert server.reported[-1] == Link(LinkName.CHAT, LinkState.DOWN, lost.since, "xmpp", "It is gone.")
    await server.supervisor.close()
    assert server.states() == [
        (LinkState.CONNECTING, ""),
        (LinkState.UP, ""),
        (LinkState.DOWN, "Nobody answers."),
        (LinkState.DOWN, "It is gone."),
    ]


async def test_waits_grow_and_begin_again_after_each_steady_success(
    waits: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "STABLE_SECONDS", 0.0)
    server = Server()
    server.supervisor.start()
    for attempt in (1, 2, 3):
        await server.began(attempt)
        server.end()
    await server.began(4)
    assert waits == [1.0, 2.0, 4.0]
    server.up()
    server.end()
    await server.began(5)
    server.end()
    await server.began(6)
    assert waits == [1.0, 2.0, 4.0, 1.0, 2.0]
    await server.supervisor.close()


async def test_a_wait_can_be_cut_short_every_time(waits: list[float]) -> None:
    server = Server()
    server.supervisor.start()
    for attempt in (1, 2, 3):
        await server.began(attempt)
        server.end(Failure(f"Failure {attempt}.", wait_seconds=3600.0))
        await server.is_down(f"Failure {attempt}.")
        assert server.attempts == attempt
        server.supervisor.retry_now()
    await server.began(4)
    assert waits == []
    await server.supervisor.close()


async def test_who_hurries_an_attempt_that_runs_does_not_skip_the_wait_after_it() -> None:
    server = Server()
    server.supervisor.start()
    await server.began(1)
    server.supervisor.retry_now()
    server.end(Failure("Refused.", wait_seconds=3600.0))
    await server.is_down("Refused.")
    for _ in range(20):
        await asyncio.sleep(0)
    assert server.attempts == 1
    server.supervisor.retry_now()
    await server.began(2)
    await server.supervisor.close()


@pytest.mark.usefixtures("waits")
async def test_what_connecting_waits_for_is_told_and_is_no_success() -> None:
    server = Server()
    server.supervisor.start()
    await server.began(1)
    server.supervisor.report_step("reading the roster")
    assert (server.reported[-1].state, server.reported[-1].reason) == (
        LinkState.CONNECTING,
        "reading the roster",
    )
    assert not server.supervisor.is_up
    server.end()
    await server.began(2)
    since = server.reported[-1].since
    server.supervisor.report_step("reading the roster")
    assert server.reported[-1].since == since
    await server.supervisor.close()


async def test_an_end_that_is_wanted_is_no_loss(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    server = Server()
    server.supervisor.start()
    await server.began(1)
    server.up()
    server.supervisor.prepare_close()
    server.end(Failure("The line was lost."))
    await server.supervisor.close()
    assert server.attempts == 1
    assert server.states() == [(LinkState.CONNECTING, ""), (LinkState.UP, "")]
    assert "lost" not in caplog.text


async def test_it_ends_within_a_wait_too(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    server = Server()
    server.supervisor.start()
    await server.began(1)
    server.end(Failure("Refused.", wait_seconds=60.0))
    await server.is_down("Refused.")
    assert "xmpp: Refused. Next try in 60.0 s." in caplog.text
    await server.supervisor.close()
    server.supervisor.retry_now()
    assert server.attempts == 1


def test_waits_grow_to_a_bound_and_differ_by_chance() -> None:
    delays = supervisor._delays()
    waits = [next(delays) for _ in range(8)]
    bounds = [0.5, 1.0, 2.0, 4.0, 5.0, 5.0, 5.0, 5.0]
    assert all(bound / 2 <= wait <= bound for wait, bound in zip(waits, bounds, strict=True))
    assert len(set(waits)) == len(waits)


@pytest.fixture
def wall_clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Let a test set the time of day, in epoch seconds: the last item."""
    now = [1000.0]

    class Clock:
        time = staticmethod(lambda: now[-1])
        monotonic = staticmethod(lambda: now[-1])

    monkeypatch.setattr(supervisor, "time", Clock)
    return now


@pytest.mark.usefixtures("waits")
async def test_since_when_counts_from_each_change_between_up_and_not_up(wall_clock: list[float]) -> None:
    server = Server()
    assert server.supervisor.link == Link(LinkName.CHAT, LinkState.CONNECTING, 1000.0, "xmpp")
    server.supervisor.start()
    for outage in (1, 2):
        attempt = 2 * outage - 1
        await server.began(attempt)
        wall_clock.append(1000.0 * attempt + 1)
        server.up()
        assert server.reported[-1] == Link(LinkName.CHAT, LinkState.UP, wall_clock[-1], "xmpp")
        lost = 1000.0 * attempt + 2
        wall_clock.append(lost)
        server.end()
        await server.began(attempt + 1)
        assert server.reported[-1] == Link(LinkName.CHAT, LinkState.DOWN, lost, "xmpp", "Nobody answers.")
        wall_clock.append(lost + 1)
        server.end(Failure("Gone."))
        await server.began(attempt + 2)
        assert server.reported[-1] == Link(LinkName.CHAT, LinkState.DOWN, lost, "xmpp", "Gone.")
    await server.supervisor.close()


async def test_a_short_success_does_not_shorten_the_waits_and_a_steady_one_does(waits: list[float]) -> None:
    now = [0.0]
    server = Server()
    server.supervisor = LinkSupervisor(
        LinkName.CHAT, "xmpp", server._attempt, server.reported.append, lambda: now[0]
    )
    server.supervisor.start()
    for attempt, (lasts, expected) in enumerate(
        [
            (supervisor.STABLE_SECONDS - 1, 1.0),
            (supervisor.STABLE_SECONDS - 1, 2.0),
            (supervisor.STABLE_SECONDS, 1.0),
        ],
        1,
    ):
        await server.began(attempt)
        server.up()
        now[0] += lasts / 2
        server.up()
        now[0] += lasts / 2
        server.end()
        await server.began(attempt + 1)
        assert waits[-1] == expected
    await server.supervisor.close()


@pytest.mark.usefixtures("waits")
async def test_whoever_cannot_be_told_ends_nothing(caplog: pytest.LogCaptureFixture) -> None:
    server = Server()

    def fail(_: Link) -> None:
        raise KeyError("nobody")

    server.supervisor = LinkSupervisor(LinkName.CHAT, "xmpp", server._attempt, fail)
    server.supervisor.start()
    for attempt in (1, 2, 3):
        await server.began(attempt)
        server.end()
    await server.began(4)
    assert "the callback for the state of the link failed" in caplog.text
    await server.supervisor.close()


async def test_a_change_that_is_none_is_told_once() -> None:
    server = Server()
    server.supervisor.start()
    await server.began(1)
    for _ in range(2):
        server.up()
    assert server.states() == [(LinkState.CONNECTING, ""), (LinkState.UP, "")]
    server.supervisor.prepare_close()
    server.supervisor.report_step("nothing")
    assert len(server.reported) == 2
    await server.supervisor.close()
    await server.supervisor.close()
