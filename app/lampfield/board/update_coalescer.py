"""Coalescing of updates: visible changes wake the board at once, others are delayed.

Changes of phone and presence of contacts out of sight are most of the traffic of a large hub.
"""

import asyncio
from collections.abc import Callable

import msgspec

from lampfield.client.replica import Batch
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId

HELD_SECONDS = 0.25
"""The longest delay of a change."""


class UpdateCoalescer:
    """Passes batches on; changes of contacts out of sight come with the next visible one.

    The values themselves are not delayed: a tile that scrolls into view is painted with the current ones.

    Args:
        give: Gets the batches.
        shows: Returns whether any of some changed contacts is visible.
    """

    def __init__(self, give: Callable[[Batch], object], shows: Callable[[set[ContactId]], bool]) -> None:
        self._give = give
        self._shows = shows
        self._held: set[ContactId] = set()
        self._call_ends: list[Contact] = []
        self._timer: asyncio.TimerHandle | None = None

    def take(self, batch: Batch) -> None:
        """Handle the changes of a frame."""
        changed = batch.contacts_updated
        more = (
            batch.contacts_new or batch.contacts_gone or batch.contacts_described or batch.has_other_changes
        )
        if more or self._shows(changed):
            self._pass_on(batch)
        else:
            self._held |= changed
            self._call_ends += batch.call_ends
            if self._timer is None:
                self._timer = asyncio.get_running_loop().call_later(HELD_SECONDS, self._end)

    def stop(self) -> None:
        """Stop passing batches on."""
        if self._timer is not None:
            self._timer.cancel()

    def _end(self) -> None:
        self._timer = None
        if self._held:
            self._pass_on(Batch())

    def _pass_on(self, batch: Batch) -> None:
        held, self._held = self._held - batch.contacts_new - batch.contacts_gone, set()
        if held or self._call_ends:
            call_ends, self._call_ends = self._call_ends + batch.call_ends, []
            updated = batch.contacts_updated | held
            batch = msgspec.structs.replace(batch, contacts_updated=updated, call_ends=call_ends)
        self._give(batch)
