"""What a hub costs that many clients follow, beside a bare broadcast of the same frames at the same times."""

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import msgspec

from tests.bench.hub.following import following
from tests.bench.hub.process import Program, running
from tests.bench.hub.record import Record, Recorder

CONTACTS = 10_000
RUNS = 3
SECONDS = 6.0
WARM_SECONDS = 1.5
LOADS = ((100, 1_000), (1_000, 500), (1_000, 1_000), (1_000, 2_000))
"""Clients, and changes a second."""


class Cost(msgspec.Struct, frozen=True):
    """What a server took in one run."""

    cpu_percent: float
    """Of one core."""
    kibibytes_a_client: float
    """By which the process grew (PSS) for each client that connected and follows."""
    frames_a_second: float
    bytes_a_frame: float


class FanOut(msgspec.Struct, frozen=True):
    """A run of each, one after the other."""

    clients: int
    updates_per_second: int
    hub: Cost
    rival: Cost
    alone_percent: float
    """Of one core: the hub and the demo before, with one client."""

    @property
    def ratio(self) -> float:
        """The hub's processor time in the rival's."""
        return self.hub.cpu_percent / self.rival.cpu_percent


async def fan_out(clients: int, updates_per_second: int, seconds: float, runs: int) -> list[FanOut]:
    """Measure the hub and the rival in turn.

    Args:
        clients: How many follow.
        updates_per_second: How many contacts change a second.
        seconds: How long each run is measured.
        runs: How many of each.
    """
    return [await _run(clients, updates_per_second, seconds) for _ in range(runs)]


async def kibibytes_a_client(clients: int, accounts: int) -> float:
    """Return how much a hub grows with each client, when they are of accounts whose desks are open."""
    async with running("serving", str(CONTACTS), "0", str(accounts)) as hub:
        url = await hub.line()
        async with following(url, accounts, accounts):
            before = hub.kibibytes
            async with following(url, clients, accounts):
                return (hub.kibibytes - before) / clients


async def _run(clients: int, updates_per_second: int, seconds: float) -> FanOut:
    async with running("serving", str(CONTACTS), str(updates_per_second), "1") as hub:
        alone, cost, record = await _hub(hub, clients, seconds)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record"
        path.write_bytes(msgspec.msgpack.encode(record))
        async with running("broadcasting", str(path)) as rival:
            rival_cost = await _rival(rival, clients, seconds, record)
    return FanOut(clients, updates_per_second, cost, rival_cost, alone)


async def _hub(hub: Program, clients: int, seconds: float) -> tuple[float, Cost, Record]:
    url = await hub.line()
    recorder = Recorder(url)
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(recorder.follow())
        await recorder.started()
        await asyncio.sleep(WARM_SECONDS)
        alone, before = await hub.cpu_percent(seconds / 2), hub.kibibytes
        async with following(url, clients - 1, 1):
            await asyncio.sleep(WARM_SECONDS)
            percent, record = await asyncio.gather(hub.cpu_percent(seconds), recorder.record(seconds))
            grown = hub.kibibytes - before
        task.cancel()
    return alone, _cost(percent, grown / (clients - 1), record), record


async def _rival(rival: Program, clients: int, seconds: float, record: Record) -> Cost:
    url = await rival.line()
    before = rival.kibibytes
    async with following(url, clients, 0):
        rival.say()
        await asyncio.sleep(WARM_SECONDS)
        percent = await rival.cpu_percent(seconds)
        return _cost(percent, (rival.kibibytes - before) / clients, record)


def _cost(percent: float, kibibytes: float, record: Record) -> Cost:
    return Cost(percent, kibibytes, len(record.frames) / record.seconds, record.bytes_a_frame)


def measure() -> list[FanOut]:
    """Return all runs of all loads."""
    return [run for clients, rate in LOADS for run in asyncio.run(fan_out(clients, rate, SECONDS, RUNS))]


def report(runs: Sequence[FanOut]) -> None:
    """Print a line for each load: medians, and the ratio's spread."""
    for load in dict.fromkeys((run.clients, run.updates_per_second) for run in runs):
        print(row([run for run in runs if (run.clients, run.updates_per_second) == load]))


def row(runs: Sequence[FanOut]) -> str:
    """Return the line of one load."""
    first = runs[0]
    ratios = sorted(run.ratio for run in runs)
    return (
        f"{first.clients:>5} clients {first.updates_per_second:>5}/s"
        f"   hub {median(run.hub.cpu_percent for run in runs):5.1f} %"
        f" (alone {median(run.alone_percent for run in runs):4.1f})"
        f"   broadcast {median(run.rival.cpu_percent for run in runs):5.1f} %"
        f"   {median(ratios):4.2f} x ({ratios[0]:4.2f} to {ratios[-1]:4.2f})"
        f"   {median(run.hub.kibibytes_a_client for run in runs):5.1f} KiB a client"
        f" (broadcast {median(run.rival.kibibytes_a_client for run in runs):5.1f})"
        f"   {median(run.hub.frames_a_second for run in runs):4.1f} frames/s"
        f" of {median(run.hub.bytes_a_frame for run in runs):6.0f} B"
    )


if __name__ == "__main__":
    report(measure())
