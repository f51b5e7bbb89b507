"""The directory: which contacts the grid shows, by group and search, and when that must be found anew."""

from collections.abc import Iterable, Mapping

from lampfield.board.find.groups import ALL, Group, Tally
from lampfield.board.find.matching import Matcher
from lampfield.board.find.order import same_place, sort_key
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId


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
        self._keys: dict[ContactId, str] = {}
        self._everybody: list[ContactId] = []
        """All contacts in their order, as of the last `refresh`."""
        self._stale = False
        """Somebody came, went or moved since then."""

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
        self._stale |= moved
        return moved

    def refresh(self, contacts: Mapping[ContactId, Contact]) -> None:
        """Find groups and order anew. A group that nobody is in any more gives way to everybody."""
        if contacts.keys() != self._seen.keys():
            self.moved(contacts, contacts.keys() ^ self._seen.keys())
        if self._stale:
            self._sort()
        if self.group not in self.groups:
            self.group = ALL
        self.order = self._wanted(contacts)

    def step_group(self, step: int) -> None:
        """Choose the group after or before."""
        groups = list(self.groups)
        self.group = groups[(groups.index(self.group) + step) % len(groups)]

    def _place(self, cid: ContactId, before: Contact | None, now: Contact | None) -> None:
        """Let a contact have come, gone or moved."""
        self._matcher.forget(cid)
        self._keys.pop(cid, None)
        if before is not None:
            self._tally.count(before, -1)
        if now is None:
            self._seen.pop(cid, None)
        else:
            self._tally.count(now)
            self._keys[cid] = sort_key(now)

    def _sort(self) -> None:
        """Find the order of all. What is in order already is gone through once."""
        keys = self._keys
        known = [cid for cid in self._everybody if cid in keys]
        known += keys.keys() - set(known)
        self._everybody = sorted(known, key=keys.__getitem__)
        self.groups = self._tally.groups()
        self._stale = False

    def _wanted(self, contacts: Mapping[ContactId, Contact]) -> list[ContactId]:
        found: Iterable[ContactId] = self._everybody
        if self.group != ALL:
            holds = self.group.holds
            found = (cid for cid in found if holds(contacts[cid]))
        if self.query.strip():
            matches = self._matcher.matching(self.query)
            found = (cid for cid in found if matches(contacts[cid]))
        return list(found)
