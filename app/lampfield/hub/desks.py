"""The desks of all accounts: opened for the first reader, kept a while after the last."""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence

from lampfield.hub.desk import Desk
from lampfield.hub.directory import Directory
from lampfield.hub.memory import Memory
from lampfield.hub.meter import Meter
from lampfield.hub.own_presence import OwnPresence
from lampfield.hub.store import Store
from lampfield.model.account import Account
from lampfield.model.state import StateStore, VolatileState
from lampfield.sources.port import Source


class Spot:
    """Where an account's desk stands, is opened and closed, and what it leaves behind."""

    def __init__(self) -> None:
        self.memory = Memory()
        self.turn = asyncio.Lock()
        self.desk: Desk | None = None
        self.readers = 0
        self.closing: asyncio.TimerHandle | None = None


class Desks:
    """The desks by account.

    Args:
        sources: What feeds them.
        epoch: Names this run of the hub.
        meter: Counts.
        linger: Seconds that a desk stays open without readers.
        domain: Of the site's chat addresses; those whose local part is a number mean that extension.
        clock: Epoch seconds.
        state: Keeps what must outlive the hub; None: nothing does.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        epoch: str,
        meter: Meter,
        linger: float,
        domain: str = "",
        clock: Callable[[], float] = time.time,
        state: StateStore | None = None,
    ) -> None:
        self._sources = sources
        self._links = {source.name: source.links for source in sources}
        self._epoch = epoch
        self._meter = meter
        self._linger = linger
        self._clock = clock
        self._state = state or VolatileState()
        self._directory = Directory(domain)
        self._spots: dict[str, Spot] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def __iter__(self) -> Iterator[Desk]:
        return iter([spot.desk for spot in self._spots.values() if spot.desk is not None])

    def get(self, account: Account) -> Desk | None:
        """Return the desk of an account if it is open, and the account is as it was then."""
        spot = self._spots.get(account.name)
        desk = spot.desk if spot is not None else None
        return desk if desk is not None and desk.account == account else None

    async def join(self, account: Account) -> Desk:
        """Return the desk of an account for one more reader, open. One of the account as it was is closed."""
        spot = self._spots.setdefault(account.name, Spot())
        spot.readers += 1
        try:
            async with spot.turn:
                self._stay(spot)
                if spot.desk is not None and spot.desk.account != account:
                    former, spot.desk = spot.desk, None
                    await former.close()
                if spot.desk is None:
                    spot.desk = self._new(account, spot.memory)
                    await spot.desk.open(self._sources)
                return spot.desk
        except BaseException:
            self.leave(account)
            raise

    def leave(self, account: Account) -> None:
        """Let a reader go. After the last one the desk stays for a while."""
        spot = self._spots[account.name]
        spot.readers -= 1
        if not spot.readers:
            self._stay(spot)
            loop = asyncio.get_running_loop()
            spot.closing = loop.call_later(self._linger, self._close_later, spot)

    async def close(self) -> None:
        """Close all desks."""
        for spot in self._spots.values():
            self._stay(spot)
            spot.readers = 0
        await asyncio.gather(*self._tasks, *(self._close(spot) for spot in self._spots.values()))

    def _new(self, account: Account, memory: Memory) -> Desk:
        presence = OwnPresence(self._state, account.name)
        store = Store(account, self._links, self._directory, memory, self._clock)
        store.operator.expect(presence.chosen())
        return Desk(account, store, memory, self._epoch, self._meter, presence)

    def _close_later(self, spot: Spot) -> None:
        task = asyncio.create_task(self._close(spot), name="close a desk")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _close(self, spot: Spot) -> None:
        async with spot.turn:
            if spot.desk is not None and not spot.readers:
                desk, spot.desk = spot.desk, None
                await desk.close()

    def _stay(self, spot: Spot) -> None:
        if spot.closing is not None:
            spot.closing.cancel()
            spot.closing = None
