"""The one task of the demo: it sleeps when nothing is due."""

import asyncio

from lampfield.model.change import Change
from lampfield.sources.demo.account_view import AccountView
from lampfield.sources.demo.runner import Runner
from lampfield.sources.demo.scheduler import SimulationClock
from lampfield.sources.demo.simulation import Simulation
from tests.sources.demo.harness import ACCOUNT
from tests.waiting import until


class CountingClock:
    """A clock that counts its reads, and stands still except when it is set."""

    def __init__(self) -> None:
        self.wall = 1_700_000_000.0
        self.looks = 0

    def __call__(self) -> float:
        self.looks += 1
        return self.wall


class Listener:
    """Collects the changes of a view."""

    def __init__(self, view: AccountView) -> None:
        self.view = view
        self.received: list[Change] = []

    def receive(self, changes: list[Change]) -> None:
        self.received += changes


async def turns(count: int) -> None:
    """Let the event loop run some iterations."""
    for _ in range(count):
        await asyncio.sleep(0)


async def test_runner_does_not_wake_at_rate_zero() -> None:
    clock = CountingClock()
    simulation = Simulation(60, 0.0, 1, clock.wall)
    runner = Runner(simulation, SimulationClock(simulation.scheduler, clock))
    listener = Listener(simulation.view(ACCOUNT))
    runner.add_listener(listener)
    await until(lambda: listener.received, "the first picture")
    await turns(10)
    looks = clock.looks
    await turns(500)
    assert clock.looks == looks
    await runner.remove_listener(listener)


async def test_action_wakes_the_runner() -> None:
    clock = CountingClock()
    simulation = Simulation(60, 0.0, 1, clock.wall)
    runner = Runner(simulation, SimulationClock(simulation.scheduler, clock))
    listener = Listener(view := simulation.view(ACCOUNT))
    runner.add_listener(listener)
    await until(lambda: listener.received, "the first picture")
    view.own_phones.dial(ACCOUNT.devices[0], "99")
    runner.flush()
    before = len(listener.received)
    clock.wall += 1.0
    await until(lambda: simulation.scheduler.now == 1.0, "the clock's second")
    clock.wall += 1.0
    await until(lambda: len(listener.received) > before, "the device picked up")
    await runner.remove_listener(listener)


async def test_changes_without_a_listener_are_dropped() -> None:
    clock = CountingClock()
    simulation = Simulation(60, 100.0, 1, clock.wall)
    runner = Runner(simulation, SimulationClock(simulation.scheduler, clock))
    listener = Listener(view := simulation.view(ACCOUNT))
    runner.add_listener(listener)
    await until(lambda: listener.received, "the first picture")
    await runner.remove_listener(listener)
    simulation.advance(60.0)
    assert view.links.drain() == []
