"""Favourites: an operator's own choice of contacts, in an order of their own."""

from collections.abc import Iterable, Iterator

from lampfield.model.identity import ContactId


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
