"""Source ``directory``: people from a file that is read again when it changes.

The file is untrusted: it is read in a separate thread with a time limit. Whatever it contains, the hub keeps
running with the people of the last good read. The link ``directory`` shows whether the file is readable.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from lampfield.model.account import Account, Right
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.sources.directory.current_book import GRACE_SECONDS, CurrentBook, ReadOutcome
from lampfield.sources.directory.daemon_thread import run_in_daemon_thread
from lampfield.sources.directory.file import FileStamp, read_book, stamp_of
from lampfield.sources.directory.raw_lines import READ_SECONDS, Unreadable
from lampfield.sources.directory.row import DirectoryBook
from lampfield.sources.directory.session import DirectorySession
from lampfield.sources.port import Emit, Source

log = logging.getLogger(__name__)

POLL_SECONDS = 2.0
"""Interval between checks of the file."""

FIRST_READ_SECONDS = 2.0
"""How long a session waits for the first read; after that its people arrive as changes."""

READ_MARGIN_SECONDS = 1.0
"""How much longer than its own limit a read is awaited. Beyond that, the disk does not respond."""

MAX_LOGGED_FAULTS = 20


class DirectorySource(Source):
    """The people of a file.

    Args:
        path: A CSV or vCard file.
        has_phone: Whether a PBX is configured, so that numbers can be dialled.
        encoding: Encoding of text that is not UTF-8; empty means automatic detection.
        poll_seconds: Interval between checks of the file.
        grace_seconds: How long a much shorter file must stay unchanged before it is accepted.
        read_seconds: Time limit of a read.
    """

    name = "directory"
    links: frozenset[LinkName] = frozenset({LinkName.DIRECTORY})

    def __init__(
        self,
        path: Path,
        *,
        has_phone: bool,
        encoding: str = "",
        poll_seconds: float = POLL_SECONDS,
        grace_seconds: float = GRACE_SECONDS,
        read_seconds: float = READ_SECONDS,
    ) -> None:
        self._path = path
        self._has_phone = has_phone
        self._encoding = encoding
        self._poll_seconds = poll_seconds
        self._read_seconds = read_seconds
        self._current = CurrentBook(grace_seconds)
        self._sessions: list[DirectorySession] = []
        self._watch_task: asyncio.Task[None] | None = None
        self._read_future: asyncio.Future[ReadOutcome | None] | None = None
        self._reread_requested = asyncio.Event()
        self._first_read_done = asyncio.Event()
        self.on_change: Callable[[], None] = lambda: None
        """Callback that runs after the people have changed."""
        self.link = Link(LinkName.DIRECTORY, LinkState.CONNECTING, time.time(), self.name)

    @property
    def book(self) -> DirectoryBook:
        """The people currently in effect."""
        return self._current.book

    def devices(self) -> dict[str, str]:
        """Return the devices named in the file, by extension."""
        return {row.extension: row.device for row in self.book.rows if row.extension and row.device}

    def open(self, account: Account, emit: Emit) -> DirectorySession:
        """Return a session of an account."""
        return DirectorySession(self, emit, may_dial=self._has_phone and account.allows(Right.DIAL))

    async def close(self) -> None:
        """Stop watching the file."""
        task, self._watch_task = self._watch_task, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def join(self, session: DirectorySession) -> None:
        """Emit all people to a session, then every change. The first session starts the file watch."""
        if self._watch_task is None:
            self._watch_task = asyncio.create_task(self._watch(), name="watch the directory's file")
        try:
            async with asyncio.timeout(FIRST_READ_SECONDS):
                await self._first_read_done.wait()
        except TimeoutError:
            log.warning("%s is still being read; its people will follow", self._path)
        self._sessions.append(session)
        session.emit_same_contacts(self.book)
        await session.emit_book(self.book, self.link)

    def leave(self, session: DirectorySession) -> None:
        """Stop emitting to a session."""
        if session in self._sessions:
            self._sessions.remove(session)

    def reread(self) -> None:
        """Read the file now, even if it has not changed."""
        self._current.stamp = None
        self._reread_requested.set()

    async def _watch(self) -> None:
        """Check the file periodically; an error never ends the loop."""
        while True:
            self._reread_requested.clear()
            try:
                await self._poll()
            except Exception:
                log.exception("checking %s failed", self._path)
                await self._publish(f"{self._path.name} could not be checked: see the hub's log")
            self._first_read_done.set()
            try:
                async with asyncio.timeout(self._poll_seconds):
                    await self._reread_requested.wait()
            except TimeoutError:
                continue

    async def _poll(self) -> None:
        """Check the file once and publish the result. A blocked read is awaited again by later polls."""
        if self._read_future is None:
            stamp = None if self._current.is_in_grace else self._current.stamp
            self._read_future = run_in_daemon_thread(lambda: self._read(stamp), "read the directory's file")
        done, _ = await asyncio.wait({self._read_future}, timeout=self._read_seconds + READ_MARGIN_SECONDS)
        if not done:
            await self._publish(f"{self._path.name} cannot be read: its disk does not respond")
            return
        future, self._read_future = self._read_future, None
        if (outcome := future.result()) is not None:
            await self._apply(outcome)

    def _read(self, last_stamp: FileStamp | None) -> ReadOutcome | None:
        """Read the file; None if it has not changed. Runs in a thread."""
        stamp = stamp_of(self._path)
        if stamp == last_stamp:
            return None
        try:
            book = read_book(self._path, self._encoding, self._read_seconds)
        except Unreadable as why:
            # After a disk error the next poll reads again; unreadable text is only read again after a change.
            stamp = FileStamp() if why.is_transient else stamp
            return ReadOutcome(stamp, error=f"{self._path.name} was not loaded: {why}")
        # If the file changed during the read, the next poll reads it again.
        return ReadOutcome(stamp if stamp_of(self._path) == stamp else FileStamp(), book)

    async def _apply(self, outcome: ReadOutcome) -> None:
        before, error = self._current.book, self._current.error
        was_in_grace = self._current.is_in_grace
        self._current.update(outcome, time.monotonic())
        if self._current.is_in_grace and not was_in_grace:
            log.info("%s became much shorter; waiting in case it is still being copied", self._path)
        if outcome.error and outcome.error != error:
            log.warning("%s: %s", self._path, outcome.error)
        is_new = self._current.book != before
        if is_new:
            self._log_faults(self._current.book)
        await self._publish(outcome.error)
        if is_new:
            self.on_change()

    def _log_faults(self, book: DirectoryBook) -> None:
        for fault in book.faults[:MAX_LOGGED_FAULTS]:
            log.warning("%s:%d: %s", self._path, fault.line, fault.sentence)
        if (more := len(book.faults) - MAX_LOGGED_FAULTS) > 0:
            log.warning("%s: %d more faults; run lampfield check to list them all", self._path, more)

    async def _publish(self, error: str) -> None:
        """Emit the people and the state of the file to all sessions."""
        state = LinkState.DOWN if error else LinkState.UP
        is_same_state = state is self.link.state
        reason = error or _first_fault(self._path, self.book)
        self.link = Link(
            LinkName.DIRECTORY, state, self.link.since if is_same_state else time.time(), self.name, reason
        )
        sessions = tuple(self._sessions)
        for session in sessions:
            with self._logging_errors():
                session.emit_same_contacts(self.book)
        for session in sessions:
            with self._logging_errors():
                await session.emit_book(self.book, self.link)

    @contextmanager
    def _logging_errors(self) -> Iterator[None]:
        """Log an error, so that one failing session affects neither the others nor the watch."""
        try:
            yield
        except Exception:
            log.exception("emitting the people of %s to a session failed", self._path)


def _first_fault(path: Path, book: DirectoryBook) -> str:
    """Return the first fault of a readable file; empty if there is none."""
    if not book.faults:
        return ""
    first = book.faults[0]
    more = f"; {len(book.faults) - 1} more are in the hub's log" if len(book.faults) > 1 else ""
    return f"{path.name}, line {first.line}: {first.sentence}{more}"
