"""The index of all contacts: sorted, filtered, and what a search found. Pure."""

from bisect import insort
from collections.abc import Container, Iterable, Iterator, Sequence

from lampfield.frontend.search.groups import Group, Tally
from lampfield.frontend.search.matching import Found
from lampfield.frontend.search.query import Words
from lampfield.frontend.search.text import sort_key
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId

FEW = 16
"""As many times more must be in order already for the others to be put in one by one: each asks about so many
for their keys, where sorting asks every contact once."""


class ContactIndex:
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


class Favourites:
    """The favourites in their order. One who is not there now keeps the place.

    Args:
        cids: The first ones.
    """

    def __init__(self, cids: Iterable[ContactId] = ()) -> None:
        self._places = dict.fromkeys(cids, True)
        """Also those who are none any more, with False: a slip is taken back without loss of the place."""

    def __contains__(self, cid: object) -> bool:
        return self._places.get(cid, False)  # type: ignore[call-overload,no-any-return]

    def __iter__(self) -> Iterator[ContactId]:
        return (cid for cid, is_one in self._places.items() if is_one)

    def __len__(self) -> int:
        return sum(self._places.values())

    def toggle(self, cid: ContactId) -> bool:
        """Make a contact a favourite, a new one the last, or one no more. Returns whether it is one now."""
        is_one = self._places[cid] = not self._places.get(cid, False)
        return is_one

    def swap(self, one: ContactId, other: ContactId) -> None:
        """Let two contacts change places."""
        swapped = {one: other, other: one}
        self._places = {(place := swapped.get(cid, cid)): self._places[place] for cid in self._places}


class Result:
    """Who is shown. As contacts change they become dim or bright again; nobody moves.

    Args:
        order: Who is shown, in their order.
        dimmed: Those of them who do not match.
        among: How many were looked at.
        found: What the search came to.
        all_are_here: Who comes to match is shown already.
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
        """Somebody matches who is not shown, or the other way round."""
        self.meant: Words = found.meant if found is not None else ()
        self.has_number = found is not None and found.has_number
        self.best = found.cids[0] if found is not None and found.cids else None
        """Whom the search is most likely for."""
        self._all_are_here = all_are_here
        self._shown: set[ContactId] | None = None

    @property
    def count(self) -> int:
        """How many match of those who are shown."""
        return len(self.order) - len(self.dimmed)

    def note(self, cid: ContactId, *, fits: bool) -> None:
        """Note whether a contact matches now."""
        if self._shown is None:
            self._shown = set(self.order)
        if fits:
            self.is_outdated |= not self._all_are_here and cid not in self._shown
            self.dimmed.discard(cid)
        elif cid in self._shown:
            self.is_outdated |= not self._all_are_here
            self.dimmed.add(cid)

    def keep_only(self, here: Container[ContactId]) -> bool:
        """Take all others out. Returns whether there were any."""
        order = [cid for cid in self.order if cid in here]
        changed = len(order) != len(self.order)
        self.order, self._shown = order, None
        self.dimmed.intersection_update(order)
        return changed

    def step(self, place: int, step: int) -> ContactId | None:
        """Return who matches next after a place, or before it; at the end it goes on from the other end.

        Args:
            place: Where to begin, without that one.
            step: 1 or -1.
        """
        size = len(self.order)
        others = (self.order[(place + step * away) % size] for away in range(1, size + 1))
        return next((cid for cid in others if cid not in self.dimmed), None)


def ranked_result(
    found: Found, among: Sequence[ContactId], before: Sequence[ContactId], keep: ContactId | None
) -> Result:
    """Return those who were found, the best first.

    Args:
        found: They.
        among: Who was looked at.
        before: Who was shown before.
        keep: Who of these is shown behind those before them also when they were not found.
    """
    order = found.cids
    if keep is not None and keep in before and keep not in order:
        place = _place_after(order, before[: before.index(keep)])
        order = [*order[:place], keep, *order[place:]]
    return Result(order, among=len(among), found=found)


def _place_after(order: Sequence[ContactId], others: Sequence[ContactId]) -> int:
    """Return the place behind the last of some others who is in an order."""
    places = {cid: place for place, cid in enumerate(order)}
    return next((places[cid] + 1 for cid in reversed(others) if cid in places), 0)


def dimmed_result(found: Found, among: Sequence[ContactId]) -> Result:
    """Return everybody where they always are, those who were not found dim."""
    return Result(list(among), set(among).difference(found.cids), len(among), found, all_are_here=True)
