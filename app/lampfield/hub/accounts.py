"""The state that the hub keeps per account, bound to the sources while clients are connected."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from lampfield.hub.broadcast import Broadcaster
from lampfield.hub.frames import Frames
from lampfield.hub.idempotency import IdempotentRequests
from lampfield.hub.meter import Meter
from lampfield.hub.numbering import ContactNumbering
from lampfield.hub.photos import Photos
from lampfield.hub.rooms import MAX_ACTION_OUTCOMES, MAX_POST_OUTCOMES, AccountMemory
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
"""How long the first client waits for the snapshots of the sources before it starts with partial state."""


POST_OUTCOME_UNKNOWN = (
    "It is unknown whether this message was sent, so it is not sent again. Check the chat's history."
)
ACTION_OUTCOME_UNKNOWN = "It is unknown whether this was done, so it is not repeated. Check your phone."


class BoundSession(NamedTuple):
    """An account's session at a source."""

    source: str
    session: Session


class AccountHub:
    """The state of one account and its sessions at the sources, while clients are connected.

    Args:
        account: The account.
        store: The account's state.
        memory: The part of the state that is kept without clients.
        epoch: Identifies this run of the hub.
        meter: The hub's counters.
        presence: The presence that the operator chose.
    """

    def __init__(
        self,
        account: Account,
        store: Store,
        memory: AccountMemory,
        epoch: str,
        meter: Meter,
        presence: OwnPresence,
    ) -> None:
        self.account = account
        self.store = store
        self.snapshots = SnapshotCache(store, epoch)
        self.broadcaster = Broadcaster(Frames(store), meter)
        self.state_changed = Condition()
        self.posts = IdempotentRequests(
            memory.post_outcomes, MAX_POST_OUTCOMES, POST_OUTCOME_UNKNOWN, keeps_refusals=False
        )
        self.actions = IdempotentRequests(
            memory.action_outcomes, MAX_ACTION_OUTCOMES, ACTION_OUTCOME_UNKNOWN, keeps_refusals=True
        )
        self.presence = presence
        self._meter = meter
        self._sessions: dict[str, Session] = {}
        self.photos = Photos(store.contacts, self._sessions.get)
        self._open = True

    async def open(self, sources: Sequence[Source]) -> None:
        """Start the account's session at each source. The links of a source that cannot start are down."""
        for source in sources:
            try:
                session = source.open(self.account, partial(self._emit, source.name))
                self._sessions[source.name] = session
                self._restore_presence(source.name, session)
                await session.start()
            except Exception as error:
                log.exception("source %s cannot start for %r", source.name, self.account)
                self._mark_down(source, f"{source.name} could not start: {error}")

    async def close(self) -> None:
        """Close the sessions at the sources."""
        self._open = False
        self.broadcaster.stop()
        self.posts.stop()
        self.actions.stop()
        sessions = dict(self._sessions)
        self._sessions.clear()
        ends = await asyncio.gather(
            *(session.close() for session in sessions.values()), return_exceptions=True
        )
        for source, end in zip(sessions, ends, strict=True):
            if isinstance(end, Exception):
                log.error("source %s failed to close for %r", source, self.account, exc_info=end)

    async def settled(self, *, early: bool = False) -> None:
        """Wait until each source has reported its links and its snapshot, for at most `SETTLE_SECONDS`.

        Args:
            early: Do not wait for complete snapshots.
        """
        try:
            async with asyncio.timeout(SETTLE_SECONDS):
                await self.state_changed.wait_for(lambda: self.store.links.settled or None)
                for session in () if early else tuple(self._sessions.values()):
                    await session.wait_for_snapshot()
        except TimeoutError:
            log.info("not all sources of %r have answered yet", self.account)

    def session_for(self, link: LinkName) -> BoundSession:
        """Return the session that carries out actions over a link.

        Raises:
            Refusal: No source has this link.
        """
        source = self.store.owners.get(link)
        if source is None:
            raise Refusal(RefusalCode.UNSUPPORTED, absent_reason(link))
        return self.session_of(source)

    async def reset(self, link: LinkName) -> None:
        """Reset a link at each source that reports it; the sources then reconnect.

        Raises:
            Refusal: No source has this link, or a source cannot reset it.
        """
        self.session_for(link)
        for source in self.store.sources_of(link):
            await self.session_of(source).session.reset(link)

    def session_of(self, source: str) -> BoundSession:
        """Return the session at a source.

        Raises:
            Refusal: The session could not be started.
        """
        session = self._sessions.get(source)
        if session is None:
            sentence = f"There is no session at source {source}. The hub's log says why it could not start."
            raise Refusal(RefusalCode.LINK_DOWN, sentence)
        return BoundSession(source, session)

    def changed(self) -> None:
        """Notify clients and waiting requests that the store changed."""
        self.broadcaster.changed()
        self.state_changed.notify()

    def _emit(self, source: str, changes: Sequence[Change]) -> None:
        if not self._open:
            return
        for change in changes:
            self._apply(source, change)
        self.changed()

    def _restore_presence(self, source: str, session: Session) -> None:
        """Set the presence that the operator chose on a new session of the chat source."""
        chosen = self.presence.chosen()
        if chosen is not None and self.store.owners.get(LinkName.CHAT) == source:
            session.restore_presence(chosen.show, chosen.status)

    def _apply(self, source: str, change: Change) -> None:
        """Apply one change. An exception is logged and does not affect the source's other changes."""
        try:
            self.store.apply(source, change)
        except Exception:
            self._meter.failed_changes += 1
            log.exception("cannot apply a %s of source %s", type(change).__name__, source)

    def _mark_down(self, source: Source, reason: str) -> None:
        self._sessions.pop(source.name, None)
        for name in source.links:
            since = self.store.links.values[name].since
            link = Link(name, LinkState.DOWN, since, source.name, reason)
            self._emit(source.name, [LinkChange(link)])


class AccountSlot:
    """An account's `AccountHub` while it is open, the number of its clients, and what outlives it."""

    def __init__(self) -> None:
        self.memory = AccountMemory()
        self.lock = asyncio.Lock()
        self.hub: AccountHub | None = None
        self.readers = 0
        self.closing: asyncio.TimerHandle | None = None


class AccountRegistry:
    """The open `AccountHub` of each account.

    Args:
        sources: The sources of state, in order of precedence.
        epoch: Identifies this run of the hub.
        meter: The hub's counters.
        linger: Seconds that an `AccountHub` stays open without clients.
        domain: The domain of the site's chat addresses; a numeric local part in it is an extension.
        clock: Epoch seconds.
        state: Persistent state; None: nothing survives the hub.
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
        self._numbering = ContactNumbering(domain)
        self._slots: dict[str, AccountSlot] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def __iter__(self) -> Iterator[AccountHub]:
        return iter([slot.hub for slot in self._slots.values() if slot.hub is not None])

    def get(self, account: Account) -> AccountHub | None:
        """Return the open hub of an account; None if there is none, or if the account changed since."""
        slot = self._slots.get(account.name)
        hub = slot.hub if slot is not None else None
        return hub if hub is not None and hub.account == account else None

    async def join(self, account: Account) -> AccountHub:
        """Return the open hub of an account for another client. If the account changed, it is reopened."""
        slot = self._slots.setdefault(account.name, AccountSlot())
        slot.readers += 1
        try:
            async with slot.lock:
                self._cancel_closing(slot)
                if slot.hub is not None and slot.hub.account != account:
                    former, slot.hub = slot.hub, None
                    await former.close()
                if slot.hub is None:
                    slot.hub = self._new_hub(account, slot.memory)
                    await slot.hub.open(self._sources)
                return slot.hub
        except BaseException:
            self.leave(account)
            raise

    def leave(self, account: Account) -> None:
        """Remove a client. After the last one, schedule the closing of the account's hub."""
        slot = self._slots[account.name]
        slot.readers -= 1
        if not slot.readers:
            self._cancel_closing(slot)
            loop = asyncio.get_running_loop()
            slot.closing = loop.call_later(self._linger, self._close_later, slot)

    async def close(self) -> None:
        """Close the hubs of all accounts."""
        for slot in self._slots.values():
            self._cancel_closing(slot)
            slot.readers = 0
        await asyncio.gather(*self._tasks, *(self._close(slot) for slot in self._slots.values()))

    def _new_hub(self, account: Account, memory: AccountMemory) -> AccountHub:
        presence = OwnPresence(self._state, account.name)
        store = Store(account, self._links, self._numbering, memory, self._clock)
        store.operator.restore(presence.chosen())
        return AccountHub(account, store, memory, self._epoch, self._meter, presence)

    def _close_later(self, slot: AccountSlot) -> None:
        task = asyncio.create_task(self._close(slot), name="close an account")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _close(self, slot: AccountSlot) -> None:
        async with slot.lock:
            if slot.hub is not None and not slot.readers:
                hub, slot.hub = slot.hub, None
                await hub.close()

    def _cancel_closing(self, slot: AccountSlot) -> None:
        if slot.closing is not None:
            slot.closing.cancel()
            slot.closing = None
