"""Events of contact requests: new ones, and answers to the operator's."""

from collections.abc import Iterable, Iterator

from lampfield.client.replica import Batch
from lampfield.frontend.events.absent import Absent
from lampfield.frontend.events.event import Event, Kind, State
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId
from lampfield.model.relationship import Relationship

ANSWERS = (Relationship.MUTUAL, Relationship.NONE)
"""The relationship after an answer to the operator's request: accepted, refused."""

WAITING = (Relationship.ASKED, Relationship.ASKING)
"""Relationships that are remembered, because the next change of them is an event."""


class RequestWatch:
    """Remembers the open requests."""

    def __init__(self) -> None:
        self._waiting: dict[ContactId, Relationship] = {}
        self._absent = Absent()

    def begin(self, state: State) -> None:
        """Take the current relationships as the baseline, without events."""
        self._waiting = {
            cid: contact.relationship
            for cid, contact in state.contacts.items()
            if contact.relationship in WAITING
        }

    def set_baseline(self, cids: Iterable[ContactId], state: State) -> None:
        """Take the current relationships of some contacts as the baseline, without events."""
        for _ in self._changed(cids, state):
            pass

    def events_of(self, batch: Batch, state: State) -> Iterator[Event]:
        """Yield an event for each new request and each answer."""
        for cid in self._absent.gone_after(batch):
            self._waiting.pop(cid, None)
        yield from self._changed(batch.contacts_new, state)
        yield from self._changed(batch.contacts_described, state)

    def _changed(self, cids: Iterable[ContactId], state: State) -> Iterator[Event]:
        for cid in cids:
            contact = state.contacts.get(cid)
            if contact is not None and (kind := self._kind(contact)) is not None:
                yield Event(kind, contact)

    def _kind(self, contact: Contact) -> Kind | None:
        before, now = self._waiting.pop(contact.cid, None), contact.relationship
        if now in WAITING:
            self._waiting[contact.cid] = now
        if before is now:
            return None
        if now is Relationship.ASKING:
            return Kind.REQUEST
        return Kind.ANSWER if before is Relationship.ASKED and now in ANSWERS else None
