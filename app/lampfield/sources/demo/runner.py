"""Runs the simulation in real time while a session listens: the only task of the demo source."""

import asyncio
import contextlib
import logging
from typing import Protocol

from lampfield.model.change import Change
from lampfield.sources.demo.account_view import AccountView
from lampfield.sources.demo.scheduler import SimulationClock
from lampfield.sources.demo.simulation import Simulation

SHORTEST_TICK_SECONDS = 0.025
"""Changes within this time are emitted together."""

LONGEST_SLEEP_SECONDS = 0.5
"""The longest sleep while a step is scheduled: the clock may be set in the meantime."""

FIRST_PAUSE_SECONDS = 0.1
"""The pause after the first batch of people, so that clients can show it first."""

NEXT_PAUSE_SECONDS = 0.01

SLICE_CHANGES = 250
"""The approximate number of changes before other tasks get their turn."""


_log = logging.getLogger(__name__)


class Listener(Protocol):
    """Receives the changes of an account's view."""

    view: AccountView

    def receive(self, changes: list[Change]) -> None:
        """Receive changes. Called on the event loop."""


class Runner:
    """Advances a simulation by a clock, and forwards the changes of its views to the listeners.

    Args:
        simulation: The simulation.
        clock: Its clock.
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
        """Epoch seconds of the simulation."""
        return self._simulation.scheduler.wall

    def add_listener(self, listener: Listener) -> None:
        """Send a snapshot to a listener, then its changes."""
        self._new.append(listener)
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="demo simulation")
            self._task.add_done_callback(_log_failure)
        self._wake.set()

    async def remove_listener(self, listener: Listener) -> None:
        """Remove a listener. Time stops without listeners. Idempotent."""
        for listeners in (self._new, self._listeners):
            if listener in listeners:
                listeners.remove(listener)
        listened_to = {id(other.view) for other in self._listeners}
        listener.view.links.has_listeners = id(listener.view) in listened_to
        if not self._listeners and not self._new:
            await self.stop()

    async def stop(self) -> None:
        """Cancel the task. Idempotent."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.wait({task})

    def catch_up(self) -> None:
        """Advance the simulation to the present, before an action."""
        self._simulation.advance(self._clock.now())

    def flush(self) -> None:
        """Forward the queued changes, and wake the task to compute its next step."""
        for view in self._simulation.views.values():
            changes = view.links.drain()
            for listener in self._listeners if changes else ():
                if listener.view is view:
                    listener.receive(changes)
        self._send_snapshots()
        self._wake.set()

    async def wait_until_complete(self) -> None:
        """Wait until all people were emitted, and skip the pauses between batches."""
        self._skip_pauses.set()
        await self._is_complete.wait()

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

    async def _add_people(self) -> None:
        """Add all people in batches, with pauses in which clients can show the ones added so far."""
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
        """Sleep until the next step, or until an action schedules an earlier one."""
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
        _log.error(
            "the demo stopped because of an unexpected error; restart it: %s", failure, exc_info=failure
        )
