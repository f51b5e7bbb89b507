"""Contacts that the operator waits for: each is reported once, when it becomes free."""

from collections.abc import Iterator

from lampfield.client.replica import Batch
from lampfield.frontend.events.event import Event, Kind, State
from lampfield.frontend.staleness import Staleness, staleness
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId
from lampfield.model.lamp import Lamp
from lampfield.model.show import Show


class FreeWatch:
    """Holds the marks of awaited contacts. A mark is removed when its contact is reported as free."""

    def __init__(self) -> None:
        self.marks: set[ContactId] = set()
        """The awaited contacts. It stays the same object, because the grid keeps it."""

    def toggle(self, cid: ContactId) -> bool:
        """Set a mark, or remove it. Returns whether it is set now."""
        (self.marks.discard if cid in self.marks else self.marks.add)(cid)
        return cid in self.marks

    def events_of(self, batch: Batch, state: State) -> Iterator[Event]:
        """Yield an event for each marked contact that is free, and remove its mark."""
        if not self.marks:
            return
        if not batch.reset:
            # After a snapshot, a hub that has just started may send a missing contact a moment later.
            self.marks -= batch.contacts_gone
        everybody = batch.reset or batch.links
        touched = self.marks if everybody else self.marks & (batch.contacts_updated | batch.contacts_new)
        stale = staleness(state.links)
        freed = [cid for cid in touched if is_free(state.contacts.get(cid), stale)]
        self.marks.difference_update(freed)
        for cid in freed:
            yield Event(Kind.FREE, state.contacts[cid])


def is_free(contact: Contact | None, stale: Staleness) -> bool:
    """Return whether a contact can take a call: the phone is known to be free, and the person is not dnd."""
    if contact is None or stale.phone is not None:
        return False
    return contact.lamp is Lamp.AVAILABLE and contact.show is not Show.DND
