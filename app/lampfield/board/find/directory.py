"""The directory: which contacts the grid shows, by group and search, and when that must be found anew."""

from bisect import insort
from collections.abc import Iterable, Mapping

from lampfield.board.find.groups import ALL, Group, Tally
from lampfield.board.find.matching import Matcher
from lampfield.board.find.order import same_place, sort_key
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId

AT_ONCE = 500
"""So many contacts are read for a search before the next key gets its turn."""

FEW = 16
"""As many times more must be in order already for the others to be put in one by one: each asks about so many
for their keys, where sorting asks every contact once."""


class Directory:
    """What is looked for among the contacts."""

    def __init__(self) -> None:
        self.group = ALL
        self.query = ""
        self.groups: dict[Group, int] = {ALL: 0}
        """The groups with their numbers of contacts, in the order of the tabs."""
        self.order: list[ContactId] = []
        """The contacts that are shown."""
        self._matcher = Matcher()
        self._tally = Tally()
        self._seen: dict[ContactId, Contact] = {}
        """The contacts as they were when they were looked at last."""
        self._everybody: list[ContactId] = []
        """All contacts in their order, as of the last `refresh`."""
        self._moved: set[ContactId] = set()
        """Who came, went or moved since then."""

    def moved(self, contacts: Mapping[ContactId, Contact], changed: Iterable[ContactId]) -> bool:
        """Say whether some changed contacts may have another place or group now, and note it."""
        moved = False
        for cid in changed:
            before, now = self._seen.get(cid), contacts.get(cid)
            if now is not None:
                self._seen[cid] = now
            if before is None or now is None or not same_place(before, now):
                moved = True
                self._place(cid, before, now)
        return moved

    def note(self, contacts: Mapping[ContactId, Contact], changed: Iterable[ContactId]) -> None:
        """Keep contacts as they are now, that none is kept as it was."""
        seen = self._seen
        for cid in changed:
            # It may be gone already, and that told in the next batch.
            if cid in seen and (now := contacts.get(cid)) is not None:
                seen[cid] = now

    def refresh(self, contacts: Mapping[ContactId, Contact]) -> None:
        """Find groups and order anew. A group that nobody is in any more gives way to everybody."""
        # Who comes or goes is noted by `moved`; to compare all keys would take longer than a search.
        if len(contacts) != len(self._seen):
            self.moved(contacts, contacts.keys() ^ self._seen.keys())
        if self._moved:
            self._sort()
        if self.group not in self.groups:
            self.group = ALL
        self.order = self._wanted()

    def anybody(self, query: str) -> list[ContactId]:
        """Return all who match a query, whatever group and search are shown."""
        return self._matcher.found(query, self._everybody, self._seen)

    def prepare(self) -> bool:
        """Read a few contacts for the search that is about to come. Returns whether that was all."""
        return not self._matcher.read(self._seen, AT_ONCE)

    def step_group(self, step: int) -> None:
        """Choose the group after or before."""
        groups = list(self.groups)
        self.group = groups[(groups.index(self.group) + step) % len(groups)]

    def _place(self, cid: ContactId, before: Contact | None, now: Contact | None) -> None:
        """Let a contact have come, gone or moved."""
        self._matcher.forget(cid)
        self._moved.add(cid)
        if before is not None:
            self._tally.count(before, -1)
        if now is None:
            self._seen.pop(cid, None)
        else:
            self._tally.count(now)

    def _sort(self) -> None:
        """Find the order of all. No key is kept: a few are put where they belong, many are sorted anew."""
        moved, self._moved = self._moved, set()
        order = [cid for cid in self._everybody if cid not in moved]
        come = [cid for cid in moved if cid in self._seen]
        if len(come) * FEW < len(order):
            for cid in come:
                insort(order, cid, key=self._key)
        else:
            order = sorted([*order, *come], key=self._key)
        self._everybody = order
        self.groups = self._tally.groups()

    def _key(self, cid: ContactId) -> str:
        return sort_key(self._seen[cid])

    def _wanted(self) -> list[ContactId]:
        """Return who is looked for among those who were seen: others may be gone or come already."""
        found: Iterable[ContactId] = self._everybody
        if self.group != ALL:
            holds = self.group.holds
            found = (cid for cid in found if holds(self._seen[cid]))
        return self._matcher.found(self.query, found, self._seen)
