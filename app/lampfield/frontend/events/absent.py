"""Contacts that a snapshot lacks: a hub that has just started may report them a moment later."""

from collections.abc import Set as AbstractSet

from lampfield.client.replica import Batch
from lampfield.model.identity import ContactId


class Absent:
    """Tells contacts that are gone from those that a snapshot does not have yet.

    What is remembered of an absent contact is kept until the next snapshot, so memory stays bounded.
    """

    def __init__(self) -> None:
        self._cids: AbstractSet[ContactId] = frozenset()

    def gone_by(self, batch: Batch) -> AbstractSet[ContactId]:
        """Return which contacts can be forgotten, now that a batch has come."""
        if not batch.reset:
            if self._cids:
                self._cids -= batch.contacts_new
            return batch.contacts_gone
        gone = self._cids - batch.contacts_new
        self._cids = frozenset(batch.contacts_gone)
        return gone
