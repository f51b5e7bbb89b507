"""The sorted index of all contacts, the favourites, and the result of a search."""

from bisect import insort
from collections.abc import Container, Iterable, Iterator, Sequence

from lampfield.frontend.search.groups import Group, Tally
from lampfield.frontend.search.matching import Found
from lampfield.frontend.search.query import Words
from lampfield.frontend.search.text import sort_key
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId

MIN_SORTED_RATIO = 16
"""Insert contacts one by one only if at least this many times as many are already sorted: each insertion
computes about that many sort keys, a full sort one per contact."""


class ContactIndex:
    """All contacts in their default order."""

    def __init__(self) -> None:
        self.seen: dict[ContactId, Contact] = {}
        """The contacts as they were indexed."""
        self.order: list[ContactId] = []
        """All contacts in their order, as of the last `sort`."""
        self.groups: dict[Group, int] = {}
        """The groups with the number of their contacts, as of the last `sort`."""
        self._tally = Tally()
        self._moved: set[ContactId] = set()
        """Contacts that are new, gone or moved since the last `sort`."""

    def place(self, cid: ContactId, before: Contact | None, now: Contact | None) -> None:
        """Update a contact that is new, gone or moved."""
        self._moved.add(cid)
        if before is not None:
            self._tally.count(before, -1)
        if now is None:
            self.seen.pop(cid, None)
        else:
            self.seen[cid] = now
            self._tally.count(now)

    def sort(self) -> None:
        """Update the order: insert a few contacts, or sort all. Sort keys are not kept, to save memory."""
        if not self._moved:
            return
        moved, self._moved = self._moved, set()
        order = [cid for cid in self.order if cid not in moved]
        come = [cid for cid in moved if cid in self.seen]
        if len(come) * MIN_SORTED_RATIO < len(order):
            for cid in come:
                insort(order, cid, key=self._key)
        else:
            order = sorted([*order, *come], key=self._key)
        self.order = order
        self.groups = self._tally.groups()

    def _key(self, cid: ContactId) -> str:
        return sort_key(self.seen[cid])


class Favourites:
    """The favourites in their order. A contact that is missing keeps its place.

    Args:
        cids: The initial favourites.
    """

    def __init__(self, cids: Iterable[ContactId] = ()) -> None:
        self._places = dict.fromkeys(cids, True)
        """Whether each is a favourite. Removed ones stay as False, to keep their place if added again."""

    def __contains__(self, cid: object) -> bool:
        return self._places.get(cid, False)  # type: ignore[call-overload,no-any-return]

    def __iter__(self) -> Iterator[ContactId]:
        return (cid for cid, is_one in self._places.items() if is_one)

    def __len__(self) -> int:
        return sum(self._places.values())

    def toggle(self, cid: ContactId) -> bool:
        """Add a favourite, at the end if it is new, or remove it. Returns whether it is one now."""
        is_one = self._places[cid] = not self._places.get(cid, False)
        return is_one

    def swap(self, one: ContactId, other: ContactId) -> None:
        """Swap the places of two contacts."""
        swapped = {one: other, other: one}
        self._places = {(place := swapped.get(cid, cid)): self._places[place] for cid in self._places}


class Result:
    """The shown contacts. Changes dim or undim them; none of them moves.

    Args:
        order: The shown contacts, in their order.
        dimmed: Those of them that do not match.
        among: The number of contacts that were searched.
        found: The result of the search.
        all_are_here: Whether all searched contacts are shown, matching or not.
    """

    def __init__(
        self,
        order: list[ContactId] | None = None,
        dimmed: set[ContactId] | None = None,
        among: int = 0,
        found: Found | None = None,
        *,
        all_are_here: bool = False,
    ) -> None:
        self.order = order or []
        self.dimmed = dimmed or set()
        self.among = among
        self.is_outdated = False
        """Whether a contact matches that is not shown, or the other way round."""
        self.meant: Words = found.meant if found is not None else ()
        self.has_number = found is not None and found.has_number
        self.best = found.cids[0] if found is not None and found.cids else None
        """The best match."""
        self._all_are_here = all_are_here
        self._shown: set[ContactId] | None = None

    @property
    def count(self) -> int:
        """The number of shown contacts that match."""
        return len(self.order) - len(self.dimmed)

    def note(self, cid: ContactId, *, fits: bool) -> None:
        """Update whether a contact matches."""
        if self._shown is None:
            self._shown = set(self.order)
        if fits:
            self.is_outdated |= not self._all_are_here and cid not in self._shown
            self.dimmed.discard(cid)
        elif cid in self._shown:
            self.is_outdated |= not self._all_are_here
            self.dimmed.add(cid)

    def keep_only(self, here: Container[ContactId]) -> bool:
        """Remove all other contacts. Returns whether there were any."""
        order = [cid for cid in self.order if cid in here]
        changed = len(order) != len(self.order)
        self.order, self._shown = order, None
        self.dimmed.intersection_update(order)
        return changed

    def step(self, place: int, step: int) -> ContactId | None:
        """Return the next match after or before a place, wrapping around.

        Args:
            place: The index to start from, exclusive.
            step: 1 or -1.
        """
        size = len(self.order)
        others = (self.order[(place + step * away) % size] for away in range(1, size + 1))
        return next((cid for cid in others if cid not in self.dimmed), None)


def ranked_result(
    found: Found, among: Sequence[ContactId], before: Sequence[ContactId], keep: ContactId | None
) -> Result:
    """Return a result of the matches only, best first.

    Args:
        found: The matches.
        among: The contacts that were searched.
        before: The previously shown contacts.
        keep: The one of these to keep, after the same contacts as before, even if it does not match.
    """
    order = found.cids
    if keep is not None and keep in before and keep not in order:
        place = _place_after(order, before[: before.index(keep)])
        order = [*order[:place], keep, *order[place:]]
    return Result(order, among=len(among), found=found)


def _place_after(order: Sequence[ContactId], others: Sequence[ContactId]) -> int:
    """Return the place after the last of some contacts that an order contains."""
    places = {cid: place for place, cid in enumerate(order)}
    return next((places[cid] + 1 for cid in reversed(others) if cid in places), 0)


def dimmed_result(found: Found, among: Sequence[ContactId]) -> Result:
    """Return a result of all contacts in their usual places, with the others dimmed."""
    return Result(list(among), set(among).difference(found.cids), len(among), found, all_are_here=True)
