"""UpdateCoalescer: the board is woken by what it can show; what nobody can see waits for that, or a while.

The phones and the presence of those who are out of sight are most of what a big hub tells.
"""

import asyncio
from collections.abc import Callable

import msgspec

from lampfield.client.replica import Batch
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId

HELD_SECONDS = 0.25
"""The longest that a change waits."""


class UpdateCoalescer:
    """Passes batches on; changes of contacts that are out of sight come with the next one that is not.

    The values themselves wait for nothing: whoever comes in sight is painted as it is then.

    Args:
        give: Gets the batches.
        shows: Says of a batch that tells of changed contacts alone whether any of it can be seen.
    """

    def __init__(self, give: Callable[[Batch], object], shows: Callable[[set[ContactId]], bool]) -> None:
        self._give = give
        self._shows = shows
        self._held: set[ContactId] = set()
        self._call_ends: list[Contact] = []
        self._timer: asyncio.TimerHandle | None = None

    def take(self, batch: Batch) -> None:
        """Take what one frame changed."""
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
        """Pass nothing on any more."""
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
