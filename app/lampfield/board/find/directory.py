"""The directory: which contacts the grid shows, by group and search, and when that must be found anew."""

from collections.abc import Iterable, Mapping

from lampfield.board.find.groups import ALL, Group, groups_of
from lampfield.board.find.matching import Matcher
from lampfield.board.find.order import ordered, placing
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
        self._placings: dict[ContactId, tuple[object, ...]] = {}

    def moved(self, contacts: Mapping[ContactId, Contact], changed: Iterable[ContactId]) -> bool:
        """Say whether some changed contacts may have another place or group now, and note it."""
        moved = False
        for cid in changed:
            contact = contacts.get(cid)
            now = placing(contact) if contact is not None else None
            if self._placings.get(cid) != now:
                moved = True
                self._note(cid, now)
        return moved

    def refresh(self, contacts: Mapping[ContactId, Contact]) -> None:
        """Find groups and order anew. A group that nobody is in any more gives way to everybody."""
        self.groups = groups_of(contacts.values())
        if self.group not in self.groups:
            self.group = ALL
        matches = self._matcher.matching(self.query)
        holds = self.group.holds
        self.order = ordered(contacts.values(), lambda contact: holds(contact) and matches(contact))

    def step_group(self, step: int) -> None:
        """Choose the group after or before."""
        groups = list(self.groups)
        self.group = groups[(groups.index(self.group) + step) % len(groups)]

    def _note(self, cid: ContactId, now: tuple[object, ...] | None) -> None:
        if now is None:
            self._placings.pop(cid, None)
        else:
            self._placings[cid] = now
