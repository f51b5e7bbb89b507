"""Source ``directory``: people from a file, which is read again when it changes."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from lampfield.model.account import Account, Right
from lampfield.model.change import Change, ContactChange, ContactGone, SameContacts
from lampfield.model.contact import ContactPatch
from lampfield.model.identity import ContactKey
from lampfield.model.link import LinkName
from lampfield.sources.directory.file import read_book, stamp_of
from lampfield.sources.directory.row import Book, Row
from lampfield.sources.port import Emit, Session, Source

log = logging.getLogger(__name__)

LOOK_SECONDS = 2.0
"""Between two looks at the file."""


class DirectorySource(Source):
    """The people of a file.

    Args:
        path: CSV, or vCards.
        has_phone: There is a PBX, so that a number can be dialled.
        look_seconds: Between two looks at the file.
    """

    name = "directory"
    links: frozenset[LinkName] = frozenset()

    def __init__(self, path: Path, *, has_phone: bool, look_seconds: float = LOOK_SECONDS) -> None:
        self._path = path
        self._has_phone = has_phone
        self._look_seconds = look_seconds
        self._stamp = (0, 0)
        self._sessions: list[DirectorySession] = []
        self._looking: asyncio.Task[None] | None = None
        self.changed: Callable[[], None] = lambda: None
        """Called when the file says something else."""
        self.book = Book()
        self._read()

    def devices(self) -> dict[str, str]:
        """Return the devices that the file names, by extension."""
        return {row.extension: row.device for row in self.book.rows if row.extension and row.device}

    def open(self, account: Account, emit: Emit) -> Session:
        """Return a session of an account."""
        return DirectorySession(self, emit, may_dial=self._has_phone and account.allows(Right.DIAL))

    async def close(self) -> None:
        """Look no more."""
        if self._looking is not None:
            self._looking.cancel()

    def join(self, session: "DirectorySession") -> None:
        """Tell a session all, and what changes; the first one begins to look."""
        self._sessions.append(session)
        session.tell(self.book)
        if self._looking is None:
            self._looking = asyncio.create_task(self._look(), name="look at the directory's file")

    def leave(self, session: "DirectorySession") -> None:
        """Tell a session no more."""
        if session in self._sessions:
            self._sessions.remove(session)

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(self._look_seconds)
            if stamp_of(self._path) != self._stamp and self._read():
                for session in self._sessions:
                    session.tell(self.book)
                self.changed()

    def _read(self) -> bool:
        """Read the file; what cannot be read changes nothing. Returns whether it was read."""
        self._stamp = stamp_of(self._path)
        try:
            self.book = read_book(self._path)
        except OSError as error:
            log.warning("%s cannot be read, what it said before still counts: %s", self._path, error.strerror)
            return False
        for fault in self.book.faults:
            log.warning("%s:%d: %s", self._path, fault.line, fault.sentence)
        return True


class DirectorySession(Session):
    """The file's people as one account sees them."""

    def __init__(self, source: DirectorySource, emit: Emit, *, may_dial: bool) -> None:
        self._source = source
        self._emit = emit
        self._may_dial = may_dial
        self._told: set[ContactKey] = set()

    async def start(self) -> None:
        """Tell all, and then what changes."""
        self._source.join(self)

    async def close(self) -> None:
        """Hear no more."""
        self._source.leave(self)

    def tell(self, book: Book) -> None:
        """Tell who is who, everybody, and who is no longer there."""
        rows = {row.keys[0]: row for row in book.rows}
        changes: list[Change] = [ContactGone(key) for key in self._told.difference(rows)]
        changes.append(SameContacts(tuple(row.keys for row in book.rows)))
        changes += [ContactChange(key, self._patch(row)) for key, row in rows.items()]
        self._told = set(rows)
        self._emit(changes)

    def _patch(self, row: Row) -> ContactPatch:
        number = row.extension or row.number
        return ContactPatch(
            name=row.name or row.uname or row.extension or row.jid,
            uname=row.uname,
            company=row.company or "default",
            company_name=row.company_name,
            email=row.email,
            number=number,
            can_call=bool(number) and self._may_dial,
            chat_id=row.jid,
            tags=row.tags or None,
        )
