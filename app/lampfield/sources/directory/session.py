"""The directory's people as one account sees them."""

import asyncio
from typing import Protocol

from lampfield.model.change import ContactChange, ContactGone, LinkChange, SameContacts
from lampfield.model.contact import ContactPatch
from lampfield.model.identity import ContactKey
from lampfield.model.link import Link, LinkName
from lampfield.sources.directory.row import DirectoryBook, DirectoryRow
from lampfield.sources.port import Emit, Session

SLICE_CONTACTS = 500
"""So many are told before others have their turn."""


class Watched(Protocol):
    """What a session needs of the source that watches the file."""

    async def join(self, session: "DirectorySession") -> None:
        """Emit all people to a session, and then every change."""

    def leave(self, session: "DirectorySession") -> None:
        """Emit nothing more to a session."""

    def look_again(self) -> None:
        """Read the file now, whether it changed or not."""


class DirectorySession(Session):
    """The file's people as one account sees them.

    Args:
        source: Where they come from.
        emit: Told all.
        may_dial: Whether the account may dial, and there is a PBX to dial with.
    """

    def __init__(self, source: Watched, emit: Emit, *, may_dial: bool) -> None:
        self._source = source
        self._emit = emit
        self._may_dial = may_dial
        self._turn = asyncio.Lock()
        self._told: dict[ContactKey, ContactPatch] = {}
        self._rows: tuple[tuple[ContactKey, ...], ...] | None = None

    async def start(self) -> None:
        """Tell all, and then what changes."""
        await self._source.join(self)

    async def close(self) -> None:
        """Hear no more."""
        self._source.leave(self)

    async def reset(self, link: LinkName) -> None:  # noqa: ARG002  (there is only one)
        """Read the file again."""
        self._source.look_again()

    def tell_who(self, book: DirectoryBook) -> None:
        """Tell which keys mean the same person. All accounts share that, and learn it at the same time."""
        rows = tuple(row.keys for row in book.rows)
        if rows != self._rows:
            self._rows = rows
            self._emit([SameContacts(rows)])

    async def tell(self, book: DirectoryBook, link: Link) -> None:
        """Tell who is new or otherwise, who is no longer there, and how the file is."""
        async with self._turn:
            rows = {row.keys[0]: self._patch(row) for row in book.rows}
            changes: list[ContactChange | ContactGone] = [
                ContactGone(key) for key in self._told if key not in rows
            ]
            changes += [ContactChange(key, rows[key]) for key in rows if self._told.get(key) != rows[key]]
            for begin in range(0, len(changes), SLICE_CONTACTS):
                self._emit_slice(changes[begin : begin + SLICE_CONTACTS])
                await asyncio.sleep(0)
            self._emit([LinkChange(link)])

    def _emit_slice(self, changes: list[ContactChange | ContactGone]) -> None:
        for change in changes:
            if isinstance(change, ContactChange):
                self._told[change.key] = change.patch
            else:
                del self._told[change.key]
        self._emit(changes)

    def _patch(self, row: DirectoryRow) -> ContactPatch:
        number = row.extension or row.number
        return ContactPatch(
            name=row.shown,
            uname=row.uname,
            company=row.company or "default",
            company_name=row.company_name,
            email=row.email,
            number=number,
            can_call=bool(number) and self._may_dial,
            chat_id=row.jid,
            tags=row.tags or None,
        )
