"""Read positions that outlive the hub: how far the archive was read, and where each chat is unread."""

import msgspec

from lampfield.model.identity import ContactKey
from lampfield.model.state import StateStore, StateValue

KIND = "archive"
"""The key of these values in the hub's state, next to the account's address."""


class Bookmark(msgspec.Struct, frozen=True):
    """A position in the archive: after a message, or at a time if there was no message."""

    id: str = ""
    """Archive id of the message."""
    ms: int = 0
    """Epoch milliseconds by the server's clock; 0 if unknown."""


class Bookmarks(msgspec.Struct):
    """The read positions of one account."""

    last: Bookmark | None = None
    """All messages up to here were emitted; None if the archive was never read."""
    unread: dict[ContactKey, Bookmark] = {}
    """The first unread message of each chat, and its approximate time."""

    def advance(self, archive_id: str, ms: int) -> None:
        """Move the position to a message."""
        if archive_id:
            self.last = Bookmark(archive_id, ms)


class _Stored(msgspec.Struct):
    """The stored form; earlier releases stored unread ids only."""

    last: Bookmark | None = None
    unread: dict[ContactKey, Bookmark | str] = {}


def read_bookmarks(state: StateStore, address: str) -> Bookmarks:
    """Load the positions of an account; invalid data counts as none."""
    try:
        stored = msgspec.convert(state.get(KIND, address) or {}, _Stored)
    except msgspec.ValidationError:
        return Bookmarks()
    unread = {
        key: Bookmark(bookmark) if isinstance(bookmark, str) else bookmark
        for key, bookmark in stored.unread.items()
    }
    return Bookmarks(stored.last, unread)


def save_bookmarks(state: StateStore, address: str, bookmarks: Bookmarks) -> None:
    """Store the positions of an account."""
    value: StateValue = msgspec.to_builtins(bookmarks)
    state.put(KIND, address, value)
