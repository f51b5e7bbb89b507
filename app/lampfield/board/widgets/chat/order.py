"""The order of the chat tabs: unread ones first; reading moves nothing. Pure."""

from collections.abc import Sequence

from lampfield.model.identity import ContactId


class ChatOrder:
    """Keeps the order of the chats."""

    def __init__(self) -> None:
        self.cids: list[ContactId] = []
        self._unread: set[ContactId] = set()

    def update(
        self, cids: Sequence[ContactId], unread: Sequence[ContactId], current: ContactId | None
    ) -> None:
        """Update the list of chats. One that became unread moves to the front, unless it is open.

        Args:
            cids: All chats.
            unread: Those with unread messages, the longest waiting first.
            current: The open one.
        """
        known = [cid for cid in self.cids if cid in cids]
        known += [cid for cid in cids if cid not in known]
        fresh = [cid for cid in unread if cid not in self._unread and cid != current and cid in known]
        waiting = [cid for cid in known if cid in self._unread and cid in unread and cid not in fresh]
        others = [cid for cid in known if cid not in fresh and cid not in waiting]
        self.cids = [*waiting, *fresh, *others] if fresh else known
        self._unread = set(unread)

    def beside(self, current: ContactId | None, step: int) -> ContactId | None:
        """Return the chat some steps away, in a ring; None if there is no other."""
        if current not in self.cids:
            return self.cids[0 if step > 0 else -1] if self.cids else None
        other = self.cids[(self.cids.index(current) + step) % len(self.cids)]
        return other if other != current else None
