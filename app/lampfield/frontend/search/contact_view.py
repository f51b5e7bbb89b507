"""The directory: which contacts the grid shows, by group and search, and when that must be found anew."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from lampfield.frontend.search.conditions import LABELS, Situation, State, Test
from lampfield.frontend.search.groups import ALL, FAVOURITES, Group, Kind
from lampfield.frontend.search.index import ContactIndex, Favourites, Result, dimmed_result, ranked_result
from lampfield.frontend.search.matching import Found, Matcher
from lampfield.frontend.search.query import Query, parsed
from lampfield.frontend.search.text import same_place, typed_number
from lampfield.frontend.staleness import FRESH, Staleness
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId

OWN = (Group(Kind.STATE, State.ASKING), FAVOURITES)
"""What a contact is to the operator alone."""

AT_ONCE = 500
"""So many contacts are read for a search before the next key gets its turn."""


class ContactView:
    """What is looked for among the contacts."""

    def __init__(self) -> None:
        self.group = ALL
        self.query = ""
        self.dims = False
        """Who does not match stays in place, dim, in place of being left out."""
        self.is_public = False
        """ContactIndex looks: there are no tabs of the operator's own."""
        self.favourites = Favourites()
        self.saved: dict[str, str] = {}
        """Searches that were given a name, and what is typed for each."""
        self.groups: dict[Group, int | None] = {ALL: 0}
        """The tabs in their order, with their numbers of contacts where those are known."""
        self.result = Result()
        self._everybody = ContactIndex()
        self._matcher = Matcher()
        self._staleness = FRESH
        self._sought = Query()
        self._tests: tuple[Test, ...] = ()
        self._worded: tuple[Test, ...] = ()
        self._unread: Collection[ContactId] = ()

    @property
    def order(self) -> list[ContactId]:
        """The contacts that are shown."""
        return self.result.order

    @property
    def is_search(self) -> bool:
        """Whether who is shown depends on more than how contacts are described."""
        return bool(self._sought.readings or self._tests)

    @property
    def holds_still(self) -> bool:
        """Whether nobody may move until the operator rests: they choose among those who were found."""
        return self.is_search and not self.dims and bool(self.order)

    @property
    def unknown(self) -> str:
        """An ``is:`` that is typed and is none."""
        return self._sought.unknown

    @property
    def number(self) -> str:
        """The number that is typed and that nobody has."""
        return "" if self.result.has_number else typed_number(self.query)

    def moved(self, contacts: Mapping[ContactId, Contact], changed: Iterable[ContactId]) -> bool:
        """Say whether some changed contacts may have another place or group now, and note it."""
        moved, seen = False, self._everybody.seen
        for cid in changed:
            before, now = seen.get(cid), contacts.get(cid)
            if now is not None:
                seen[cid] = now
            if before is None or now is None or not same_place(before, now):
                moved = True
                self._matcher.forget(cid)
                self._everybody.place(cid, before, now)
        return moved

    def note(self, contacts: Mapping[ContactId, Contact], changed: Iterable[ContactId]) -> None:
        """Keep contacts as they are now, and let those dim who are no longer what is looked for."""
        seen, restate, looks = self._everybody.seen, self._matcher.restate, self.is_search
        for cid in changed:
            # It may be gone already, and that told in the next batch.
            if (before := seen.get(cid)) is not None and (now := contacts.get(cid)) is not None:
                if not same_place(before, now):
                    # It has a new name already, and that is told in the next batch, to `moved`.
                    continue
                seen[cid] = now
                if before.states is not now.states:
                    restate(cid)
                if looks:
                    self.result.note(cid, fits=self._fits(now))

    def refresh(self, contacts: Mapping[ContactId, Contact], keep: ContactId | None = None) -> None:
        """Find groups and order anew. A group that nobody is in any more gives way to everybody.

        Args:
            contacts: What is known.
            keep: Whom to show in any case, dim and in their place if they no longer match.
        """
        # Who comes or goes is noted by `moved`; to compare all keys would take longer than a search.
        if len(contacts) != len(self._everybody.seen):
            self.moved(contacts, contacts.keys() ^ self._everybody.seen.keys())
        self._everybody.sort()
        self.find_tabs()
        if self.group not in self.groups:
            self.group = ALL
        self._look(keep if keep in self._everybody.seen else None)

    def find_tabs(self) -> None:
        """Find the tabs anew: everybody, states, saved searches, and what contacts have in common."""
        described = self._everybody.groups or {ALL: 0}
        here = self._everybody.seen
        favourites = sum(cid in here for cid in self.favourites)
        states = {Group(Kind.STATE, it): favourites if it is State.FAVOURITE else None for it in LABELS}
        saved = {Group(Kind.SAVED, name): None for name in self.saved}
        all_ = {ALL: described[ALL], **states, **saved, **described}
        empty = [Group(Kind.STATE, State.STALE)] if not self._staleness.any else []
        empty += [FAVOURITES] if not self.favourites else []
        empty += OWN if self.is_public else []
        self.groups = {it: count for it, count in all_.items() if it not in empty or it == self.group}

    def leave_out_gone(self) -> bool:
        """Take those out who are gone; nobody else moves. Returns whether there were any."""
        return self.result.keep_only(self._everybody.seen)

    def set_staleness(self, staleness: Staleness) -> bool:
        """Count everything as fresh or as stale. Returns whether that is a change."""
        if staleness == self._staleness:
            return False
        self._staleness = staleness
        if self.is_search:
            self._find_tests()
            self.note(self._everybody.seen, list(self._everybody.seen))
        self.find_tabs()
        return True

    def anybody(self, query: str) -> list[ContactId]:
        """Return all who match a query, whatever group and search are shown."""
        sought, seen = parsed(query), self._everybody.seen
        situation = self._situation
        tests, worded = sought.tests(situation), sought.worded_tests(situation)
        found = self._found(sought, worded, self._everybody.order).cids
        return [cid for cid in found if all(test(seen[cid]) for test in tests)]

    def set_unread(self, unread: Collection[ContactId]) -> bool:
        """Take whose messages are unread. Returns whether who is found depends on it."""
        changed, self._unread = set(unread) ^ set(self._unread), unread
        asked = State.UNREAD in (*self._sought.states, *self._sought.worded)
        if not (changed and asked):
            return False
        self._find_tests()
        self.note(self._everybody.seen, changed)
        return True

    def prepare(self) -> bool:
        """Read a few contacts for the search that is about to come. Returns whether that was all."""
        return not self._matcher.read(self._everybody.seen, AT_ONCE)

    def step_group(self, step: int) -> None:
        """Choose the group after or before."""
        groups = list(self.groups)
        self.group = groups[(groups.index(self.group) + step) % len(groups)]

    def toggle_favourite(self, contact: Contact) -> bool:
        """Make a contact a favourite or one no more. Returns whether it is one now."""
        is_one = self.favourites.toggle(contact.cid)
        self.find_tabs()
        if self.is_search:
            self.result.note(contact.cid, fits=self._fits(contact))
        return is_one

    def move_favourite(self, place: int, step: int) -> bool:
        """Let a favourite change places with the one shown before or after. Returns whether it did."""
        order, other = self.order, place + step
        if not (0 <= place < len(order) and 0 <= other < len(order)):
            return False
        self.favourites.swap(order[place], order[other])
        return True

    def text(self) -> str:
        """Return what would be typed to look for what is shown now: group and search in one."""
        return " ".join(filter(None, (self.saved.get(self._saved_name, ""), self.group.query, self.query)))

    @property
    def _saved_name(self) -> str:
        return self.group.name if self.group.kind is Kind.SAVED else ""

    def _fits(self, contact: Contact) -> bool:
        return (
            self.group.holds(contact)
            and all(test(contact) for test in self._tests)
            and (self._is_so(contact) or self._has_words(contact))
        )

    def _has_words(self, contact: Contact) -> bool:
        return self._matcher.fits(self._sought.readings, self.result.meant, contact)

    def _is_so(self, contact: Contact) -> bool:
        """Return whether a contact is in the states whose words are looked for, and has all other words."""
        is_so = bool(self._worded) and all(test(contact) for test in self._worded)
        return is_so and self._matcher.fits(self._sought.others, (), contact)

    @property
    def _situation(self) -> Situation:
        return Situation(self._staleness, self.favourites, self._unread)

    def _find_tests(self) -> None:
        situation = self._situation
        self._tests, self._worded = self._sought.tests(situation), self._sought.worded_tests(situation)

    def _found(self, sought: Query, worded: Sequence[Test], among: Sequence[ContactId]) -> Found:
        """Return who has all words, behind those who are in the states that the words mean."""
        seen = self._everybody.seen
        found = self._matcher.found(sought.readings, among, seen)
        if not worded:
            return found
        others = self._matcher.found(sought.others, among, seen).cids
        cids = [cid for cid in others if all(test(seen[cid]) for test in worded)]
        if found.meant:
            # A word that means a state is no slip.
            return Found(cids)
        known = set(cids)
        return found._replace(cids=[*cids, *(cid for cid in found.cids if cid not in known)])

    def _look(self, keep: ContactId | None) -> None:
        """Find who is looked for among those who were seen: others may be gone or come already."""
        self._sought = self._parsed()
        self._find_tests()
        seen, among = self._everybody.seen, self._among()
        found = self._found(self._sought, self._worded, among)
        cids = found.cids
        for test in self._tests:
            cids = [cid for cid in cids if cid == keep or test(seen[cid])]
        found = found._replace(cids=cids)
        if code := self._sought.code:
            found = found._replace(has_number=any(seen[cid].number == code for cid in cids))
        if self.dims and self.group != FAVOURITES:
            self.result = dimmed_result(found, among)
        else:
            self.result = ranked_result(found, among, self.order, keep)
            if keep is not None and not self._fits(seen[keep]):
                self.result.dimmed.add(keep)

    def _parsed(self) -> Query:
        saved = self.saved.get(self._saved_name, "")
        sought = parsed(f"{saved} {self.query}" if saved else self.query)
        if self.group.kind is Kind.STATE:
            return sought._replace(states=(*sought.states, State(self.group.name)))
        return sought

    def _among(self) -> list[ContactId]:
        """Return who is in the group, as far as that does not change by the minute."""
        seen = self._everybody.seen
        if self.group == FAVOURITES:
            return [cid for cid in self.favourites if cid in seen]
        if self.group.kind in (Kind.COMPANY, Kind.TAG, Kind.SOURCE):
            holds = self.group.holds
            return [cid for cid in self._everybody.order if holds(seen[cid])]
        return self._everybody.order
