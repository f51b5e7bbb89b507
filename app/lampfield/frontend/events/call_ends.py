"""Ends of calls, the operator's and everybody's, for the call history."""

from collections.abc import Iterator

from lampfield.client.replica import Batch
from lampfield.frontend.events.event import Event, Kind


def call_ends_of(batch: Batch) -> Iterator[Event]:
    """Yield an event for each call that a batch ended.

    Only the replica has a contact's values before and after a frame, so this needs no memory of its own.
    """
    for contact in batch.call_ends:
        yield Event(Kind.CONTACT_CALL_ENDED, contact)
    for call in batch.ended.values():
        yield Event(Kind.ENDED, call=call)
