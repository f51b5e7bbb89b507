"""The desk of an account: its sources' sessions, what they tell, and who is told."""

import asyncio
import logging
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from lampfield.hub.frames import Frames
from lampfield.hub.herald import Herald
from lampfield.hub.links import absent_reason
from lampfield.hub.memory import MAX_ACTED, MAX_POSTED, Memory
from lampfield.hub.meter import Meter
from lampfield.hub.once import Once
from lampfield.hub.openings import Openings
from lampfield.hub.own_presence import OwnPresence
from lampfield.hub.photos import Photos
from lampfield.hub.store import Store
from lampfield.model.account import Account
from lampfield.model.change import Change, LinkChange
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.model.refusal import Refusal, Word
from lampfield.sources.awaiting import Awaiting
from lampfield.sources.port import Session, Source

log = logging.getLogger(__name__)

SETTLE_SECONDS = 3.0
"""How long the first reader waits for the first picture; then it starts with what there is."""


UNSURE_POST = (
    "Whether this message was sent is not known, so it is not sent again. Look at the chat's history."
)
UNSURE = "Whether it was done is not known, so it is not done again. Look at your phone."


class Seat(NamedTuple):
    """A source, by name, as the account sees it."""

    source: str
    session: Session


class Desk:
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
        self, account: Account, store: Store, memory: Memory, epoch: str, meter: Meter, presence: OwnPresence
    ) -> None:
        self.account = account
        self.store = store
        self.openings = Openings(store, epoch)
        self.herald = Herald(Frames(store), meter)
        self.awaiting = Awaiting()
        self.postings = Once(memory.posted, MAX_POSTED, UNSURE_POST, keeps_refusals=False)
        self.acted = Once(memory.acted, MAX_ACTED, UNSURE, keeps_refusals=True)
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
        self.herald.stop()
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
                await self.awaiting.until(lambda: self.store.links.settled or None)
                for session in () if early else tuple(self._sessions.values()):
                    await session.whole()
        except TimeoutError:
            log.info("not all sources of %r have answered yet", self.account)

    def at(self, link: LinkName) -> Seat:
        """Return the source that carries out what goes over a link.

        Raises:
            Refusal: There is none.
        """
        source = self.store.owners.get(link)
        if source is None:
            raise Refusal(Word.UNSUPPORTED, absent_reason(link))
        return self.seat(source)

    def seat(self, source: str) -> Seat:
        """Return a source by its name.

        Raises:
            Refusal: It could not be started.
        """
        session = self._sessions.get(source)
        if session is None:
            sentence = f"There is no session at source {source}. The hub's log says why it could not start."
            raise Refusal(Word.LINK_DOWN, sentence)
        return Seat(source, session)

    def changed(self) -> None:
        """Tell the readers, and those who wait, that the store changed."""
        self.herald.changed()
        self.awaiting.changed()

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
