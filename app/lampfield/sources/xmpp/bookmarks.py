"""How far an account's archive was read, and from where on each chat is unread: kept over runs of the hub."""

import msgspec

from lampfield.model.identity import ContactKey
from lampfield.model.state import StateStore, StateValue

KIND = "archive"
"""What this is called in the hub's state, by the account's address."""


class Bookmark(msgspec.Struct, frozen=True):
    """A place in the archive: after a message, or after a time where there was none."""

    id: str = ""
    """The archive's id of the message."""
    ms: int = 0
    """Epoch milliseconds by the server's clock, where that is known."""


class Bookmarks(msgspec.Struct):
    """The places of one account."""

    last: Bookmark | None = None
    """Up to here all was told; None: the archive was never read."""
    unread: dict[ContactKey, Bookmark] = {}
    """The first message of each chat that the operator has not seen, and about when it came."""

    def advance(self, archive_id: str, ms: int) -> None:
        """Note that all was told up to a message."""
        if archive_id:
            self.last = Bookmark(archive_id, ms)


class _Stored(msgspec.Struct):
    """What may be in the file: earlier releases kept the ids alone."""

    last: Bookmark | None = None
    unread: dict[ContactKey, Bookmark | str] = {}


def read_bookmarks(state: StateStore, address: str) -> Bookmarks:
    """Return what was kept of an account; of what cannot be understood, nothing."""
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
    """Keep the places of an account."""
    value: StateValue = msgspec.to_builtins(bookmarks)
    state.put(KIND, address, value)
