"""The one task of the demo: it sleeps when nothing is due."""

import asyncio

from lampfield.model.change import Change
from lampfield.sources.demo.account_view import AccountView
from lampfield.sources.demo.clock import SimulationClock
from lampfield.sources.demo.runner import Runner
from lampfield.sources.demo.simulation import Simulation
from tests.sources.demo.desk import ACCOUNT
from tests.waiting import until


class CountingClock:
    """A clock that counts how often it is looked at, and stands still but when it is set."""

    def __init__(self) -> None:
        self.wall = 1_700_000_000.0
        self.looks = 0

    def __call__(self) -> float:
        self.looks += 1
        return self.wall


class Listener:
    """Hears a seat."""

    def __init__(self, seat: AccountView) -> None:
        self.seat = seat
        self.heard: list[Change] = []

    def hear(self, changes: list[Change]) -> None:
        self.heard += changes


async def turns(count: int) -> None:
    """Let the event loop go round."""
    for _ in range(count):
        await asyncio.sleep(0)


async def test_in_a_still_life_it_does_not_wake() -> None:
    clock = CountingClock()
    office = Simulation(60, 0.0, 1, clock.wall)
    ticker = Runner(office, SimulationClock(office.agenda, clock))
    listener = Listener(office.seat(ACCOUNT))
    ticker.join(listener)
    await until(lambda: listener.heard, "the first picture")
    await turns(10)
    looks = clock.looks
    await turns(500)
    assert clock.looks == looks
    await ticker.leave(listener)


async def test_what_somebody_does_wakes_it() -> None:
    clock = CountingClock()
    office = Simulation(60, 0.0, 1, clock.wall)
    ticker = Runner(office, SimulationClock(office.agenda, clock))
    listener = Listener(seat := office.seat(ACCOUNT))
    ticker.join(listener)
    await until(lambda: listener.heard, "the first picture")
    seat.line.dial(ACCOUNT.devices[0], "99")
    ticker.flush()
    before = len(listener.heard)
    clock.wall += 1.0
    await until(lambda: office.agenda.now == 1.0, "the clock's second")
    clock.wall += 1.0
    await until(lambda: len(listener.heard) > before, "the device picked up")
    await ticker.leave(listener)


async def test_what_nobody_hears_is_not_kept() -> None:
    clock = CountingClock()
    office = Simulation(60, 100.0, 1, clock.wall)
    ticker = Runner(office, SimulationClock(office.agenda, clock))
    listener = Listener(seat := office.seat(ACCOUNT))
    ticker.join(listener)
    await until(lambda: listener.heard, "the first picture")
    await ticker.leave(listener)
    office.advance(60.0)
    assert seat.links.take() == []
