"""Source ``directory``: people from a file, which is read again when it changes.

The file is another's: it is read in a thread of its own, for a bounded time, and whatever it holds, the hub
goes on and the people of before stay. The link ``directory`` says whether the file is understood.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from lampfield.model.account import Account, Right
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.sources.directory.file import Stamp, read_book, stamp_of
from lampfield.sources.directory.keeping import GRACE_SECONDS, Kept, Look
from lampfield.sources.directory.row import DirectoryBook
from lampfield.sources.directory.session import DirectorySession
from lampfield.sources.directory.text import READ_SECONDS, Unreadable
from lampfield.sources.directory.thread import in_thread
from lampfield.sources.port import Emit, Source

log = logging.getLogger(__name__)

LOOK_SECONDS = 2.0
"""Between two looks at the file."""

FIRST_SECONDS = 2.0
"""How long a session waits for the first reading; a slower one is told when it comes."""

SLACK_SECONDS = 1.0
"""How much longer than its own limit a reading is waited for: what holds it up then is the disk."""

MAX_LOGGED_FAULTS = 20


class DirectorySource(Source):
    """The people of a file.

    Args:
        path: CSV, or vCards.
        has_phone: There is a PBX, so that a number can be dialled.
        encoding: Of what is not UTF-8 in the file; empty: it is found out.
        look_seconds: Between two looks at the file.
        grace_seconds: How long a file that became much shorter is only looked at.
        read_seconds: How long a reading may take.
    """

    name = "directory"
    links: frozenset[LinkName] = frozenset({LinkName.DIRECTORY})

    def __init__(
        self,
        path: Path,
        *,
        has_phone: bool,
        encoding: str = "",
        look_seconds: float = LOOK_SECONDS,
        grace_seconds: float = GRACE_SECONDS,
        read_seconds: float = READ_SECONDS,
    ) -> None:
        self._path = path
        self._has_phone = has_phone
        self._encoding = encoding
        self._look_seconds = look_seconds
        self._read_seconds = read_seconds
        self._kept = Kept(grace_seconds)
        self._sessions: list[DirectorySession] = []
        self._watching: asyncio.Task[None] | None = None
        self._reading: asyncio.Future[Look | None] | None = None
        self._again = asyncio.Event()
        self._first = asyncio.Event()
        self.changed: Callable[[], None] = lambda: None
        """Called when the file says something else."""
        self.link = Link(LinkName.DIRECTORY, LinkState.CONNECTING, time.time(), self.name)

    @property
    def book(self) -> DirectoryBook:
        """The people who count now."""
        return self._kept.book

    def devices(self) -> dict[str, str]:
        """Return the devices that the file names, by extension."""
        return {row.extension: row.device for row in self.book.rows if row.extension and row.device}

    def open(self, account: Account, emit: Emit) -> DirectorySession:
        """Return a session of an account."""
        return DirectorySession(self, emit, may_dial=self._has_phone and account.allows(Right.DIAL))

    async def close(self) -> None:
        """Look no more."""
        watching, self._watching = self._watching, None
        if watching is not None:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)

    async def join(self, session: DirectorySession) -> None:
        """Tell a session all, and what changes; the first one begins to look."""
        if self._watching is None:
            self._watching = asyncio.create_task(self._watch(), name="watch the directory's file")
        try:
            async with asyncio.timeout(FIRST_SECONDS):
                await self._first.wait()
        except TimeoutError:
            log.warning("%s is still being read: its people come later", self._path)
        self._sessions.append(session)
        session.tell_who(self.book)
        await session.tell(self.book, self.link)

    def leave(self, session: DirectorySession) -> None:
        """Tell a session no more."""
        if session in self._sessions:
            self._sessions.remove(session)

    def look_again(self) -> None:
        """Read the file now, whether it changed or not."""
        self._kept.stamp = None
        self._again.set()

    async def _watch(self) -> None:
        """Look at the file for ever: whatever one look ends in, there is a next one."""
        while True:
            self._again.clear()
            try:
                await self._look()
            except Exception:
                log.exception("the look at %s failed", self._path)
                await self._tell(f"{self._path.name} could not be looked at: the hub's log says why")
            self._first.set()
            try:
                async with asyncio.timeout(self._look_seconds):
                    await self._again.wait()
            except TimeoutError:
                continue

    async def _look(self) -> None:
        """Look once, and tell what it showed. A reading that does not end is waited for by the next looks."""
        if self._reading is None:
            stamp = None if self._kept.is_waiting else self._kept.stamp
            self._reading = in_thread(lambda: self._read(stamp), "read the directory's file")
        done, _ = await asyncio.wait({self._reading}, timeout=self._read_seconds + SLACK_SECONDS)
        if not done:
            await self._tell(f"{self._path.name} cannot be read: its disk does not answer")
            return
        reading, self._reading = self._reading, None
        if (look := reading.result()) is not None:
            await self._take(look)

    def _read(self, known: Stamp | None) -> Look | None:
        """Return what the file holds; None when it is as it was. It runs in a thread."""
        stamp = stamp_of(self._path)
        if stamp == known:
            return None
        try:
            book = read_book(self._path, self._encoding, self._read_seconds)
        except Unreadable as why:
            # A disk that fails is asked again at the next look; another text is not to be expected there.
            stamp = Stamp() if why.may_pass else stamp
            return Look(stamp, trouble=f"{self._path.name} counts as it was before: {why}")
        # What was written while it was read is looked at again.
        return Look(stamp if stamp_of(self._path) == stamp else Stamp(), book)

    async def _take(self, look: Look) -> None:
        before, trouble = self._kept.book, self._kept.trouble
        was_waiting = self._kept.is_waiting
        self._kept.take(look, time.monotonic())
        if self._kept.is_waiting and not was_waiting:
            log.info("%s became much shorter: it may be in the middle of a copy", self._path)
        if look.trouble and look.trouble != trouble:
            log.warning("%s: %s", self._path, look.trouble)
        is_new = self._kept.book != before
        if is_new:
            self._log_faults(self._kept.book)
        await self._tell(look.trouble)
        if is_new:
            self.changed()

    def _log_faults(self, book: DirectoryBook) -> None:
        for fault in book.faults[:MAX_LOGGED_FAULTS]:
            log.warning("%s:%d: %s", self._path, fault.line, fault.sentence)
        if (more := len(book.faults) - MAX_LOGGED_FAULTS) > 0:
            log.warning("%s: %d more faults; lampfield check names them all", self._path, more)

    async def _tell(self, trouble: str) -> None:
        """Tell all sessions who is there, and how the file is."""
        state = LinkState.DOWN if trouble else LinkState.UP
        stays = state is self.link.state
        reason = trouble or _reason(self._path, self.book)
        self.link = Link(
            LinkName.DIRECTORY, state, self.link.since if stays else time.time(), self.name, reason
        )
        sessions = tuple(self._sessions)
        for session in sessions:
            with self._logging():
                session.tell_who(self.book)
        for session in sessions:
            with self._logging():
                await session.tell(self.book, self.link)

    @contextmanager
    def _logging(self) -> Iterator[None]:
        """Log an error: one account that cannot be told keeps nothing from the others, and ends no watch."""
        try:
            yield
        except Exception:
            log.exception("what %s says could not be told", self._path)


def _reason(path: Path, book: DirectoryBook) -> str:
    """Return what is to be mended in a file that is understood; empty when nothing is."""
    if not book.faults:
        return ""
    first = book.faults[0]
    more = f"; {len(book.faults) - 1} more are in the hub's log" if len(book.faults) > 1 else ""
    return f"{path.name}, line {first.line}: {first.sentence}{more}"
