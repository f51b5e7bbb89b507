"""Lets the office live while somebody listens: the one task of the demo source."""

import asyncio
import contextlib
import logging
from typing import Protocol

from lampfield.model.change import Change
from lampfield.sources.demo.account_view import AccountView
from lampfield.sources.demo.clock import SimulationClock
from lampfield.sources.demo.simulation import Simulation

SHORTEST_TICK_SECONDS = 0.025
"""What happens within it is told at once."""

LONGEST_SLEEP_SECONDS = 0.5
"""How long it sleeps at most while anything is booked: a clock may be moved meanwhile."""

FIRST_LOOK_SECONDS = 0.1
"""How long the first people are alone, so that they can be looked at before there is more to do."""

NEXT_LOOK_SECONDS = 0.01

SLICE_CHANGES = 250
"""About how many changes happen before other tasks have their turn."""


_log = logging.getLogger(__name__)


class Listener(Protocol):
    """Somebody who hears what a seat is told."""

    seat: AccountView

    def hear(self, changes: list[Change]) -> None:
        """Take changes. Called on the event loop."""


class Runner:
    """Advances an office by a pace and passes on what its seats are told.

    Args:
        office: The office.
        pace: Its time.
    """

    def __init__(self, office: Simulation, pace: SimulationClock) -> None:
        self._office = office
        self._pace = pace
        self._listeners: list[Listener] = []
        self._new: list[Listener] = []
        self._task: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()
        self._hurry = asyncio.Event()
        self._whole = asyncio.Event()

    @property
    def wall(self) -> float:
        """Epoch seconds of the office."""
        return self._office.agenda.wall

    def join(self, listener: Listener) -> None:
        """Begin to tell a listener, with a whole picture first."""
        self._new.append(listener)
        if self._task is None:
            self._task = asyncio.create_task(self._live(), name="demo office")
            self._task.add_done_callback(_log_failure)
        self._wake.set()

    async def leave(self, listener: Listener) -> None:
        """Stop telling a listener; without any, time does not pass. Leaving twice does nothing."""
        for listeners in (self._new, self._listeners):
            if listener in listeners:
                listeners.remove(listener)
        attended = {id(other.seat) for other in self._listeners}
        listener.seat.links.attended = id(listener.seat) in attended
        if not self._listeners and not self._new:
            await self.stop()

    async def stop(self) -> None:
        """End the task. Idempotent."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.wait({task})

    def catch_up(self) -> None:
        """Let the office be of now, before somebody acts in it."""
        self._office.advance(self._pace.now())

    def flush(self) -> None:
        """Pass on what was told, then look anew when something is due."""
        for seat in self._office.seats.values():
            changes = seat.links.take()
            for listener in self._listeners if changes else ():
                if listener.seat is seat:
                    listener.hear(changes)
        self._welcome()
        self._wake.set()

    def _welcome(self) -> None:
        new, self._new = self._new, []
        for listener in new:
            self._listeners.append(listener)
            listener.seat.links.attended = True
            listener.hear(listener.seat.snapshot())

    async def _live(self) -> None:
        self._welcome()
        await self._open()
        while True:
            await self._tick()
            await self._rest()

    async def whole(self) -> None:
        """Wait until all people were told, without a pause for whoever looks at the first ones."""
        self._hurry.set()
        await self._whole.wait()

    async def _open(self) -> None:
        """Let all people come, and between whiles whoever looks see those who are there."""
        pause = FIRST_LOOK_SECONDS
        while not self._office.is_whole:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._hurry.wait()
            await asyncio.sleep(0)
            self._office.open_wing()
            self.flush()
            pause = NEXT_LOOK_SECONDS
        self._whole.set()

    async def _tick(self) -> None:
        office = self._office
        rate = max(office.rate, 1.0)
        slice_seconds = max(SHORTEST_TICK_SECONDS, SLICE_CHANGES / rate)
        target = self._pace.now()
        while True:
            office.advance(min(target, office.agenda.now + slice_seconds))
            self.flush()
            if office.agenda.now >= target:
                break
            await asyncio.sleep(0)
        self._wake.clear()

    async def _rest(self) -> None:
        """Sleep till something is due, or somebody acted and booked something sooner."""
        due = self._office.next_due
        if due == float("inf"):
            await self._wake.wait()
            return
        seconds = min(max(self._pace.seconds_until(due), SHORTEST_TICK_SECONDS), LONGEST_SLEEP_SECONDS)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wake.wait()


def _log_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (failure := task.exception()) is not None:
        _log.error("the demo's office stands still: %s", failure, exc_info=failure)
