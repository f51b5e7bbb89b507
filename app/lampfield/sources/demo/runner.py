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

FIRST_PAUSE_SECONDS = 0.1
"""How long the first people are alone, so that they can be looked at before there is more to do."""

NEXT_PAUSE_SECONDS = 0.01

SLICE_CHANGES = 250
"""About how many changes happen before other tasks have their turn."""


_log = logging.getLogger(__name__)


class Listener(Protocol):
    """Somebody who hears what a seat is told."""

    view: AccountView

    def receive(self, changes: list[Change]) -> None:
        """Take changes. Called on the event loop."""


class Runner:
    """Advances an office by a clock and passes on what its seats are told.

    Args:
        office: The office.
        clock: Its time.
    """

    def __init__(self, simulation: Simulation, clock: SimulationClock) -> None:
        self._simulation = simulation
        self._clock = clock
        self._listeners: list[Listener] = []
        self._new: list[Listener] = []
        self._task: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()
        self._skip_pauses = asyncio.Event()
        self._is_complete = asyncio.Event()

    @property
    def wall(self) -> float:
        """Epoch seconds of the office."""
        return self._simulation.scheduler.wall

    def add_listener(self, listener: Listener) -> None:
        """Begin to tell a listener, with a whole picture first."""
        self._new.append(listener)
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="demo office")
            self._task.add_done_callback(_log_failure)
        self._wake.set()

    async def remove_listener(self, listener: Listener) -> None:
        """Stop telling a listener; without any, time does not pass. Leaving twice does nothing."""
        for listeners in (self._new, self._listeners):
            if listener in listeners:
                listeners.remove(listener)
        listened_to = {id(other.view) for other in self._listeners}
        listener.view.links.has_listeners = id(listener.view) in listened_to
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
        self._simulation.advance(self._clock.now())

    def flush(self) -> None:
        """Pass on what was told, then look anew when something is due."""
        for view in self._simulation.views.values():
            changes = view.links.drain()
            for listener in self._listeners if changes else ():
                if listener.view is view:
                    listener.receive(changes)
        self._send_snapshots()
        self._wake.set()

    def _send_snapshots(self) -> None:
        new, self._new = self._new, []
        for listener in new:
            self._listeners.append(listener)
            listener.view.links.has_listeners = True
            listener.receive(listener.view.snapshot())

    async def _run(self) -> None:
        self._send_snapshots()
        await self._add_people()
        while True:
            await self._tick()
            await self._sleep()

    async def wait_until_complete(self) -> None:
        """Wait until all people were told, without a pause for whoever looks at the first ones."""
        self._skip_pauses.set()
        await self._is_complete.wait()

    async def _add_people(self) -> None:
        """Let all people come, and between whiles whoever looks see those who are there."""
        pause = FIRST_PAUSE_SECONDS
        while not self._simulation.is_complete:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._skip_pauses.wait()
            await asyncio.sleep(0)
            self._simulation.add_people()
            self.flush()
            pause = NEXT_PAUSE_SECONDS
        self._is_complete.set()

    async def _tick(self) -> None:
        simulation = self._simulation
        rate = max(simulation.rate, 1.0)
        slice_seconds = max(SHORTEST_TICK_SECONDS, SLICE_CHANGES / rate)
        target = self._clock.now()
        while True:
            simulation.advance(min(target, simulation.scheduler.now + slice_seconds))
            self.flush()
            if simulation.scheduler.now >= target:
                break
            await asyncio.sleep(0)
        self._wake.clear()

    async def _sleep(self) -> None:
        """Sleep till something is due, or somebody acted and booked something sooner."""
        due = self._simulation.next_due
        if due == float("inf"):
            await self._wake.wait()
            return
        seconds = min(max(self._clock.seconds_until(due), SHORTEST_TICK_SECONDS), LONGEST_SLEEP_SECONDS)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wake.wait()


def _log_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (failure := task.exception()) is not None:
        _log.error("the demo's office stands still: %s", failure, exc_info=failure)
