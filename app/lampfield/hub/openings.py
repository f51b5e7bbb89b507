"""Openings: the answers to ``feed.start``, encoded once for all who start at about the same time."""

import asyncio

import msgspec

from lampfield.feed.requests import Since, Started
from lampfield.hub.catchup import Datasets
from lampfield.hub.snapshot import resumption, snapshot
from lampfield.hub.store import Store

SNAPSHOT_SECONDS = 0.5
"""How long a snapshot serves others who start; what changed since is told on top."""

SLICE_CONTACTS = 200
"""So many are encoded before others have their turn. They are one piece of a frame, as a rule."""


class Opening(msgspec.Struct, frozen=True):
    """The answer to ``feed.start``."""

    parts: tuple[bytes, ...]
    """JSON text, in parts that belong one to the other: no block of memory is as large as a snapshot."""
    upto: int
    """The change after which the news begin."""


class Openings:
    """The answers of one store.

    Args:
        store: Where the values are.
        epoch: Names this run of the hub.
    """

    def __init__(self, store: Store, epoch: str) -> None:
        self._store = store
        self._epoch = epoch
        self._snapshots: dict[Datasets, asyncio.Task[Opening]] = {}

    async def get(self, since: Since | None, datasets: Datasets) -> Opening:
        """Return the answer for a reader that starts.

        Args:
            since: Where it was cut off; it goes on there when all that followed is known.
            datasets: What it follows.
        """
        holds = self._store.journal.holds
        if since is not None and since.epoch == self._epoch and holds(since.seq):
            return Opening((msgspec.json.encode(resumption(self._store, self._epoch, datasets)),), since.seq)
        while True:
            making = self._snapshot(datasets)
            # Others may wait for it too: one who goes away meanwhile does not end it.
            opening = await asyncio.shield(making)
            if holds(opening.upto):
                return opening
            self._forget(datasets, making)

    def _snapshot(self, datasets: Datasets) -> asyncio.Task[Opening]:
        """Return the snapshot that was made a moment ago, or is being made."""
        making = self._snapshots.get(datasets)
        if making is None:
            making = asyncio.create_task(self._made(datasets), name="snapshot")
            self._snapshots[datasets] = making
            making.add_done_callback(lambda task: self._forget_later(datasets, task))
        return making

    async def _made(self, datasets: Datasets) -> Opening:
        started = snapshot(self._store, self._epoch, datasets)
        return Opening(await encoded(started), started.seq)

    def _forget_later(self, datasets: Datasets, making: asyncio.Task[Opening]) -> None:
        seconds = SNAPSHOT_SECONDS if not making.cancelled() and making.exception() is None else 0.0
        asyncio.get_running_loop().call_later(seconds, self._forget, datasets, making)

    def _forget(self, datasets: Datasets, making: asyncio.Task[Opening]) -> None:
        if self._snapshots.get(datasets) is making:
            del self._snapshots[datasets]


async def encoded(started: Started) -> tuple[bytes, ...]:
    """Return a snapshot as JSON text in parts. Nobody waits for long meanwhile: contacts come in slices."""
    whole = msgspec.json.encode(msgspec.structs.replace(started, contacts=()))
    # Within a text a quote is escaped, so this stands nowhere else.
    head, bracket, tail = whole.partition(b'"contacts":[')
    parts = [head + bracket]
    for begin in range(0, len(started.contacts), SLICE_CONTACTS):
        contacts = msgspec.json.encode(started.contacts[begin : begin + SLICE_CONTACTS])[1:-1]
        parts.append(b"," + contacts if begin else contacts)
        await asyncio.sleep(0)
    return (*parts, tail)
