"""Contacts missing from a snapshot: a hub that has just started may send them a moment later."""

from collections.abc import Set as AbstractSet

from lampfield.client.replica import Batch
from lampfield.model.identity import ContactId


class Absent:
    """Distinguishes contacts that are gone from those that a snapshot does not include yet.

    Missing contacts are kept until the next snapshot, so memory is bounded.
    """

    def __init__(self) -> None:
        self._cids: AbstractSet[ContactId] = frozenset()

    def gone_after(self, batch: Batch) -> AbstractSet[ContactId]:
        """Return the contacts that are gone for certain after a batch."""
        if not batch.reset:
            if self._cids:
                self._cids -= batch.contacts_new
            return batch.contacts_gone
        gone = self._cids - batch.contacts_new
        self._cids = frozenset(batch.contacts_gone)
        return gone
