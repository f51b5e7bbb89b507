"""Everybody in order, kept up as they come, go and move; and the groups that they make."""

from bisect import insort

from lampfield.board.find.groups import Group, Tally
from lampfield.board.find.order import sort_key
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId

FEW = 16
"""As many times more must be in order already for the others to be put in one by one: each asks about so many
for their keys, where sorting asks every contact once."""


class Everybody:
    """All contacts in their usual order."""

    def __init__(self) -> None:
        self.seen: dict[ContactId, Contact] = {}
        """The contacts as they were when they were looked at last."""
        self.order: list[ContactId] = []
        """All of them, as of the last `sort`."""
        self.groups: dict[Group, int] = {}
        """The groups with their numbers of contacts, as of then."""
        self._tally = Tally()
        self._moved: set[ContactId] = set()
        """Who came, went or moved since then."""

    def place(self, cid: ContactId, before: Contact | None, now: Contact | None) -> None:
        """Let a contact have come, gone or moved."""
        self._moved.add(cid)
        if before is not None:
            self._tally.count(before, -1)
        if now is None:
            self.seen.pop(cid, None)
        else:
            self.seen[cid] = now
            self._tally.count(now)

    def sort(self) -> None:
        """Find the order of all. No key is kept: a few are put where they belong, many are sorted anew."""
        if not self._moved:
            return
        moved, self._moved = self._moved, set()
        order = [cid for cid in self.order if cid not in moved]
        come = [cid for cid in moved if cid in self.seen]
        if len(come) * FEW < len(order):
            for cid in come:
                insort(order, cid, key=self._key)
        else:
            order = sorted([*order, *come], key=self._key)
        self.order = order
        self.groups = self._tally.groups()

    def _key(self, cid: ContactId) -> str:
        return sort_key(self.seen[cid])
