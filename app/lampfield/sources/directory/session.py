"""The directory source as seen by one account."""

import asyncio
from typing import Protocol

from lampfield.model.change import ContactChange, ContactGone, LinkChange, SameContacts
from lampfield.model.contact import ContactPatch
from lampfield.model.identity import ContactKey
from lampfield.model.link import Link, LinkName
from lampfield.sources.directory.row import DirectoryBook, DirectoryRow
from lampfield.sources.port import Emit, Session

SLICE_CONTACTS = 500
"""Changes emitted before yielding to the event loop."""


class DirectoryWatcher(Protocol):
    """The part of the source that a session needs."""

    async def join(self, session: "DirectorySession") -> None:
        """Emit all people to a session, then every change."""

    def leave(self, session: "DirectorySession") -> None:
        """Stop emitting to a session."""

    def reread(self) -> None:
        """Read the file now, even if it has not changed."""


class DirectorySession(Session):
    """The directory source as seen by one account.

    Args:
        source: Watches the file.
        emit: Receives the changes.
        may_dial: Whether the account may dial, and a PBX is configured.
    """

    def __init__(self, source: DirectoryWatcher, emit: Emit, *, may_dial: bool) -> None:
        self._source = source
        self._emit = emit
        self._may_dial = may_dial
        self._lock = asyncio.Lock()
        self._emitted: dict[ContactKey, ContactPatch] = {}
        self._rows: tuple[tuple[ContactKey, ...], ...] | None = None

    async def start(self) -> None:
        """Emit all people, then every change."""
        await self._source.join(self)

    async def close(self) -> None:
        """Stop receiving changes."""
        self._source.leave(self)

    async def reset(self, link: LinkName) -> None:  # noqa: ARG002  (there is only one)
        """Read the file again."""
        self._source.reread()

    def emit_same_contacts(self, book: DirectoryBook) -> None:
        """Emit which keys mean the same person. All accounts get this before any gets the contacts."""
        rows = tuple(row.keys for row in book.rows)
        if rows != self._rows:
            self._rows = rows
            self._emit([SameContacts(rows)])

    async def emit_book(self, book: DirectoryBook, link: Link) -> None:
        """Emit new, changed and removed people, then the link."""
        async with self._lock:
            rows = {row.keys[0]: self._patch(row) for row in book.rows}
            changes: list[ContactChange | ContactGone] = [
                ContactGone(key) for key in self._emitted if key not in rows
            ]
            changes += [ContactChange(key, rows[key]) for key in rows if self._emitted.get(key) != rows[key]]
            for begin in range(0, len(changes), SLICE_CONTACTS):
                self._emit_slice(changes[begin : begin + SLICE_CONTACTS])
                await asyncio.sleep(0)
            self._emit([LinkChange(link)])

    def _emit_slice(self, changes: list[ContactChange | ContactGone]) -> None:
        for change in changes:
            if isinstance(change, ContactChange):
                self._emitted[change.key] = change.patch
            else:
                del self._emitted[change.key]
        self._emit(changes)

    def _patch(self, row: DirectoryRow) -> ContactPatch:
        number = row.extension or row.number
        return ContactPatch(
            name=row.display_name,
            uname=row.uname,
            company=row.company or "default",
            company_name=row.company_name,
            email=row.email,
            number=number,
            can_call=bool(number) and self._may_dial,
            chat_id=row.jid,
            tags=row.tags or None,
        )
