"""The state that the hub keeps per account, bound to the sources while clients are connected."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from lampfield.hub.broadcast import Broadcaster
from lampfield.hub.frames import Frames
from lampfield.hub.meter import Meter
from lampfield.hub.numbering import ContactNumbering
from lampfield.hub.once import Once
from lampfield.hub.photos import Photos
from lampfield.hub.rooms import MAX_ACTED, MAX_POSTED, RoomMemory
from lampfield.hub.snapshots import SnapshotCache
from lampfield.hub.state import OwnPresence, absent_reason
from lampfield.hub.store import Store
from lampfield.model.account import Account
from lampfield.model.change import Change, LinkChange
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.state import StateStore, VolatileState
from lampfield.sources.condition import Condition
from lampfield.sources.port import Session, Source

log = logging.getLogger(__name__)

SETTLE_SECONDS = 3.0
"""How long the first reader waits for the first picture; then it starts with what there is."""


POST_OUTCOME_UNKNOWN = (
    "It is unknown whether this message was sent, so it is not sent again. Check the chat's history."
)
ACTION_OUTCOME_UNKNOWN = "It is unknown whether this was done, so it is not repeated. Check your phone."


class BoundSession(NamedTuple):
    """A source, by name, as the account sees it."""

    source: str
    session: Session


class AccountHub:
    """All that the hub does for one account while somebody looks.

    Args:
        account: Whose desk it is.
        store: Its values.
        memory: What is kept of it when nobody looks.
        epoch: Names this run of the hub.
        meter: Counts.
        presence: What the operator chose that others see.
    """

    def __init__(
        self,
        account: Account,
        store: Store,
        memory: RoomMemory,
        epoch: str,
        meter: Meter,
        presence: OwnPresence,
    ) -> None:
        self.account = account
        self.store = store
        self.snapshots = SnapshotCache(store, epoch)
        self.broadcaster = Broadcaster(Frames(store), meter)
        self.state_changed = Condition()
        self.postings = Once(memory.posted, MAX_POSTED, POST_OUTCOME_UNKNOWN, keeps_refusals=False)
        self.acted = Once(memory.acted, MAX_ACTED, ACTION_OUTCOME_UNKNOWN, keeps_refusals=True)
        self.presence = presence
        self._meter = meter
        self._sessions: dict[str, Session] = {}
        self.photos = Photos(store.contacts, self._sessions.get)
        self._open = True

    async def open(self, sources: Sequence[Source]) -> None:
        """Start the account's session at each source. One that cannot start leaves its links down."""
        for source in sources:
            try:
                session = source.open(self.account, partial(self._emit, source.name))
                self._sessions[source.name] = session
                self._restore_presence(source.name, session)
                await session.start()
            except Exception as error:
                log.exception("source %s cannot start for %r", source.name, self.account)
                self._failed(source, f"{source.name} could not start: {error}")

    async def close(self) -> None:
        """End the sessions at the sources."""
        self._open = False
        self.broadcaster.stop()
        self.postings.stop()
        self.acted.stop()
        sessions = dict(self._sessions)
        self._sessions.clear()
        ends = await asyncio.gather(
            *(session.close() for session in sessions.values()), return_exceptions=True
        )
        for source, end in zip(sessions, ends, strict=True):
            if isinstance(end, Exception):
                log.error("source %s did not end in order for %r", source, self.account, exc_info=end)

    async def settled(self, *, early: bool = False) -> None:
        """Wait until each source has told how its links are and its first picture, but not for long.

        Args:
            early: The beginning of the pictures is enough.
        """
        try:
            async with asyncio.timeout(SETTLE_SECONDS):
                await self.state_changed.wait_for(lambda: self.store.links.settled or None)
                for session in () if early else tuple(self._sessions.values()):
                    await session.wait_for_snapshot()
        except TimeoutError:
            log.info("not all sources of %r have answered yet", self.account)

    def at(self, link: LinkName) -> BoundSession:
        """Return the source that carries out what goes over a link.

        Raises:
            Refusal: There is none.
        """
        source = self.store.owners.get(link)
        if source is None:
            raise Refusal(RefusalCode.UNSUPPORTED, absent_reason(link))
        return self.bound(source)

    async def reset(self, link: LinkName) -> None:
        """Cut a link at each source that reports it, and let it come back.

        Raises:
            Refusal: There is no such source, or it cannot do it.
        """
        self.at(link)
        for source in self.store.sources_of(link):
            await self.bound(source).session.reset(link)

    def bound(self, source: str) -> BoundSession:
        """Return a source by its name.

        Raises:
            Refusal: It could not be started.
        """
        session = self._sessions.get(source)
        if session is None:
            sentence = f"There is no session at source {source}. The hub's log says why it could not start."
            raise Refusal(RefusalCode.LINK_DOWN, sentence)
        return BoundSession(source, session)

    def changed(self) -> None:
        """Tell the readers, and those who wait, that the store changed."""
        self.broadcaster.changed()
        self.state_changed.notify()

    def _emit(self, source: str, changes: Sequence[Change]) -> None:
        if not self._open:
            return
        for change in changes:
            self._apply(source, change)
        self.changed()

    def _restore_presence(self, source: str, session: Session) -> None:
        """Let a new session that shows the operator to others do so as the operator chose."""
        chosen = self.presence.chosen()
        if chosen is not None and self.store.owners.get(LinkName.CHAT) == source:
            session.restore_presence(chosen.show, chosen.status)

    def _apply(self, source: str, change: Change) -> None:
        """Take one change. A fault in it costs this one only: a source's other changes still count."""
        try:
            self.store.apply(source, change)
        except Exception:
            self._meter.failed_changes += 1
            log.exception("cannot take a %s of source %s", type(change).__name__, source)

    def _failed(self, source: Source, reason: str) -> None:
        self._sessions.pop(source.name, None)
        for name in source.links:
            since = self.store.links.values[name].since
            link = Link(name, LinkState.DOWN, since, source.name, reason)
            self._emit(source.name, [LinkChange(link)])


class AccountSlot:
    """Where an account's desk stands, is opened and closed, and what it leaves behind."""

    def __init__(self) -> None:
        self.memory = RoomMemory()
        self.turn = asyncio.Lock()
        self.hub: AccountHub | None = None
        self.readers = 0
        self.closing: asyncio.TimerHandle | None = None


class AccountRegistry:
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
        self._directory = ContactNumbering(domain)
        self._slots: dict[str, AccountSlot] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def __iter__(self) -> Iterator[AccountHub]:
        return iter([slot.hub for slot in self._slots.values() if slot.hub is not None])

    def get(self, account: Account) -> AccountHub | None:
        """Return the desk of an account if it is open, and the account is as it was then."""
        slot = self._slots.get(account.name)
        hub = slot.hub if slot is not None else None
        return hub if hub is not None and hub.account == account else None

    async def join(self, account: Account) -> AccountHub:
        """Return the desk of an account for one more reader, open. One of the account as it was is closed."""
        slot = self._slots.setdefault(account.name, AccountSlot())
        slot.readers += 1
        try:
            async with slot.turn:
                self._stay(slot)
                if slot.hub is not None and slot.hub.account != account:
                    former, slot.hub = slot.hub, None
                    await former.close()
                if slot.hub is None:
                    slot.hub = self._new(account, slot.memory)
                    await slot.hub.open(self._sources)
                return slot.hub
        except BaseException:
            self.leave(account)
            raise

    def leave(self, account: Account) -> None:
        """Let a reader go. After the last one the desk stays for a while."""
        slot = self._slots[account.name]
        slot.readers -= 1
        if not slot.readers:
            self._stay(slot)
            loop = asyncio.get_running_loop()
            slot.closing = loop.call_later(self._linger, self._close_later, slot)

    async def close(self) -> None:
        """Close all desks."""
        for slot in self._slots.values():
            self._stay(slot)
            slot.readers = 0
        await asyncio.gather(*self._tasks, *(self._close(slot) for slot in self._slots.values()))

    def _new(self, account: Account, memory: RoomMemory) -> AccountHub:
        presence = OwnPresence(self._state, account.name)
        store = Store(account, self._links, self._directory, memory, self._clock)
        store.operator.expect(presence.chosen())
        return AccountHub(account, store, memory, self._epoch, self._meter, presence)

    def _close_later(self, slot: AccountSlot) -> None:
        task = asyncio.create_task(self._close(slot), name="close a desk")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _close(self, slot: AccountSlot) -> None:
        async with slot.turn:
            if slot.hub is not None and not slot.readers:
                hub, slot.hub = slot.hub, None
                await hub.close()

    def _stay(self, slot: AccountSlot) -> None:
        if slot.closing is not None:
            slot.closing.cancel()
            slot.closing = None
