"""The contact view: the contacts that the grid shows, by group and search, updated incrementally."""

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
"""Groups that depend on the operator, which a public board leaves out."""

READ_AT_ONCE = 500
"""The number of contacts that `ContactView.prepare` indexes at once, so that keys are not delayed."""


class ContactView:
    """The selected group, the query and their result."""

    def __init__(self) -> None:
        self.group = ALL
        self.query = ""
        self.dims = False
        """Whether contacts that do not match stay in place, dimmed, instead of being left out."""
        self.is_public = False
        """Whether the board is public, such as a wallboard: without the operator's own groups."""
        self.favourites = Favourites()
        self.saved: dict[str, str] = {}
        """The queries of saved searches by name."""
        self.groups: dict[Group, int | None] = {ALL: 0}
        """The tabs in their order, with the number of contacts where it is known."""
        self.result = Result()
        self._everybody = ContactIndex()
        self._matcher = Matcher()
        self._staleness = FRESH
        self._parsed_query = Query()
        self._tests: tuple[Test, ...] = ()
        self._worded: tuple[Test, ...] = ()
        self._unread: Collection[ContactId] = ()

    @property
    def order(self) -> list[ContactId]:
        """The shown contacts, in their order."""
        return self.result.order

    @property
    def is_search(self) -> bool:
        """Whether the result depends on words or on the state of contacts, not only on the group."""
        return bool(self._parsed_query.readings or self._tests)

    @property
    def keeps_order(self) -> bool:
        """Whether the order must not change while the operator chooses from the result."""
        return self.is_search and not self.dims and bool(self.order)

    @property
    def unknown(self) -> str:
        """An ``is:`` with an unknown state; empty: none."""
        return self._parsed_query.unknown

    @property
    def number(self) -> str:
        """The number that is typed and that no contact has; empty: none."""
        return "" if self.result.has_number else typed_number(self.query)

    def moved(self, contacts: Mapping[ContactId, Contact], changed: Iterable[ContactId]) -> bool:
        """Update changed contacts. Returns whether any of them may have moved to another place or group."""
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
        """Update contacts that stay in their place, and dim those that no longer match."""
        seen, mark_status_changed, looks = (
            self._everybody.seen,
            self._matcher.mark_status_changed,
            self.is_search,
        )
        for cid in changed:
            # The contact may be gone already; the next batch says so.
            if (before := seen.get(cid)) is not None and (now := contacts.get(cid)) is not None:
                if not same_place(before, now):
                    # It has a new name already; the next batch passes it to `moved`.
                    continue
                seen[cid] = now
                if before.states is not now.states:
                    mark_status_changed(cid)
                if looks:
                    self.result.note(cid, fits=self._fits(now))

    def refresh(self, contacts: Mapping[ContactId, Contact], keep: ContactId | None = None) -> None:
        """Recompute groups, order and result. If the selected group is now empty, select all contacts.

        Args:
            contacts: All contacts.
            keep: A contact to show in any case, dimmed and in its place if it no longer matches.
        """
        # `moved` has updated new and gone contacts. Comparing all keys would take longer than a search.
        if len(contacts) != len(self._everybody.seen):
            self.moved(contacts, contacts.keys() ^ self._everybody.seen.keys())
        self._everybody.sort()
        self.find_tabs()
        if self.group not in self.groups:
            self.group = ALL
        self._look(keep if keep in self._everybody.seen else None)

    def find_tabs(self) -> None:
        """Recompute the tabs: all, states, saved searches, companies, tags and sources."""
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

    def remove_gone(self) -> bool:
        """Remove contacts that are gone, without moving the others. Returns whether there were any."""
        return self.result.keep_only(self._everybody.seen)

    def set_staleness(self, staleness: Staleness) -> bool:
        """Set the staleness. Returns whether it changed."""
        if staleness == self._staleness:
            return False
        self._staleness = staleness
        if self.is_search:
            self._find_tests()
            self.note(self._everybody.seen, list(self._everybody.seen))
        self.find_tabs()
        return True

    def anybody(self, query: str) -> list[ContactId]:
        """Return all contacts that match a query, independent of the shown group and search."""
        sought, seen = parsed(query), self._everybody.seen
        situation = self._situation
        tests, worded = sought.tests(situation), sought.worded_tests(situation)
        found = self._found(sought, worded, self._everybody.order).cids
        return [cid for cid in found if all(test(seen[cid]) for test in tests)]

    def set_unread(self, unread: Collection[ContactId]) -> bool:
        """Set the contacts with unread messages. Returns whether the result depends on them."""
        changed, self._unread = set(unread) ^ set(self._unread), unread
        asked = State.UNREAD in (*self._parsed_query.states, *self._parsed_query.worded)
        if not (changed and asked):
            return False
        self._find_tests()
        self.note(self._everybody.seen, changed)
        return True

    def prepare(self) -> bool:
        """Index a part of the contacts ahead of a search. Returns whether all are indexed."""
        return not self._matcher.read(self._everybody.seen, READ_AT_ONCE)

    def step_group(self, step: int) -> None:
        """Select the next or the previous group."""
        groups = list(self.groups)
        self.group = groups[(groups.index(self.group) + step) % len(groups)]

    def toggle_favourite(self, contact: Contact) -> bool:
        """Add a contact to the favourites, or remove it. Returns whether it is one now."""
        is_one = self.favourites.toggle(contact.cid)
        self.find_tabs()
        if self.is_search:
            self.result.note(contact.cid, fits=self._fits(contact))
        return is_one

    def move_favourite(self, place: int, step: int) -> bool:
        """Swap a favourite with the one shown before or after it. Returns whether they were swapped."""
        order, other = self.order, place + step
        if not (0 <= place < len(order) and 0 <= other < len(order)):
            return False
        self.favourites.swap(order[place], order[other])
        return True

    def text(self) -> str:
        """Return a query for the current view: group and search combined."""
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
        return self._matcher.fits(self._parsed_query.readings, self.result.meant, contact)

    def _is_so(self, contact: Contact) -> bool:
        """Return whether a contact is in the states that words of the query name, and has all other words."""
        is_so = bool(self._worded) and all(test(contact) for test in self._worded)
        return is_so and self._matcher.fits(self._parsed_query.others, (), contact)

    @property
    def _situation(self) -> Situation:
        return Situation(self._staleness, self.favourites, self._unread)

    def _find_tests(self) -> None:
        situation = self._situation
        self._tests, self._worded = (
            self._parsed_query.tests(situation),
            self._parsed_query.worded_tests(situation),
        )

    def _found(self, sought: Query, worded: Sequence[Test], among: Sequence[ContactId]) -> Found:
        """Return the contacts in the states that words of the query name, then those with all words."""
        seen = self._everybody.seen
        found = self._matcher.found(sought.readings, among, seen)
        if not worded:
            return found
        others = self._matcher.found(sought.others, among, seen).cids
        cids = [cid for cid in others if all(test(seen[cid]) for test in worded)]
        if found.meant:
            # A word that names a state is not a typo.
            return Found(cids)
        known = set(cids)
        return found._replace(cids=[*cids, *(cid for cid in found.cids if cid not in known)])

    def _look(self, keep: ContactId | None) -> None:
        """Compute the result from the indexed contacts: the client's may already be newer."""
        self._parsed_query = self._parse()
        self._find_tests()
        seen, among = self._everybody.seen, self._among()
        found = self._found(self._parsed_query, self._worded, among)
        cids = found.cids
        for test in self._tests:
            cids = [cid for cid in cids if cid == keep or test(seen[cid])]
        found = found._replace(cids=cids)
        if code := self._parsed_query.code:
            found = found._replace(has_number=any(seen[cid].number == code for cid in cids))
        if self.dims and self.group != FAVOURITES:
            self.result = dimmed_result(found, among)
        else:
            self.result = ranked_result(found, among, self.order, keep)
            if keep is not None and not self._fits(seen[keep]):
                self.result.dimmed.add(keep)

    def _parse(self) -> Query:
        saved = self.saved.get(self._saved_name, "")
        sought = parsed(f"{saved} {self.query}" if saved else self.query)
        if self.group.kind is Kind.STATE:
            return sought._replace(states=(*sought.states, State(self.group.name)))
        return sought

    def _among(self) -> list[ContactId]:
        """Return the contacts of the group, without conditions on their current state."""
        seen = self._everybody.seen
        if self.group == FAVOURITES:
            return [cid for cid in self.favourites if cid in seen]
        if self.group.kind in (Kind.COMPANY, Kind.TAG, Kind.SOURCE):
            holds = self.group.holds
            return [cid for cid in self._everybody.order if holds(seen[cid])]
        return self._everybody.order
