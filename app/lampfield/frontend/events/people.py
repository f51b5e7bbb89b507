"""Events of contacts: new, gone, and the phone and presence of followed ones."""

from collections.abc import Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from lampfield.client.replica import Batch
from lampfield.frontend.events.absent import Absent
from lampfield.frontend.events.event import Event, Kind, State
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId
from lampfield.model.lamp import Lamp
from lampfield.model.show import Show


class Signals(NamedTuple):
    """The last reported phone and presence of a contact."""

    lamp: Lamp
    show: Show


class PeopleWatch:
    """Remembers the reported values of contacts.

    Args:
        kinds: The kinds to report.
        followed: The contacts whose phone and presence to report; the set may change. None: all.
    """

    def __init__(self, kinds: Collection[Kind], followed: AbstractSet[ContactId] | None) -> None:
        self._reports_people = Kind.CAME in kinds or Kind.WENT in kinds
        self._reports_signals = Kind.PHONE in kinds or Kind.PRESENCE in kinds
        self._followed = followed
        self._signals: dict[ContactId, Signals] = {}
        self._known: dict[ContactId, Contact] = {}
        self._absent = Absent()

    def set_baseline(self, cids: AbstractSet[ContactId], state: State) -> None:
        """Take the current state of some contacts as the baseline, without events."""
        for _ in self.events_of(Batch(contacts_new=set(cids)), state):
            pass

    def follow(self, contact: Contact) -> None:
        """Start reporting a contact's changes, from its current state."""
        self._signals[contact.cid] = Signals(contact.lamp, contact.show)

    def events_of(self, batch: Batch, state: State) -> Iterator[Event]:
        """Yield the events of contacts. A new snapshot repeats nothing."""
        if gone := self._absent.gone_after(batch):
            yield from self._went(gone)
        if self._reports_people:
            yield from self._came(batch.contacts_new, state)
            yield from self._came(batch.contacts_described, state)
        if self._reports_signals:
            yield from self._changed(batch, state)

    def _went(self, cids: AbstractSet[ContactId]) -> Iterator[Event]:
        for cid in cids:
            self._signals.pop(cid, None)
            if (contact := self._known.pop(cid, None)) is not None:
                yield Event(Kind.WENT, contact)

    def _came(self, cids: Iterable[ContactId], state: State) -> Iterator[Event]:
        for cid in cids:
            if (contact := state.contacts.get(cid)) is not None:
                if cid not in self._known:
                    yield Event(Kind.CAME, contact)
                self._known[cid] = contact

    def _changed(self, batch: Batch, state: State) -> Iterator[Event]:
        for changed in (batch.contacts_new, batch.contacts_updated):
            for cid in changed if self._followed is None else changed & self._followed:
                if (contact := state.contacts.get(cid)) is not None:
                    yield from self._signals_of(contact)

    def _signals_of(self, contact: Contact) -> Iterator[Event]:
        now = Signals(contact.lamp, contact.show)
        before = self._signals.get(contact.cid)
        if before == now:
            return
        self._signals[contact.cid] = now
        if before is None:
            return
        if before.lamp is not now.lamp:
            yield Event(Kind.PHONE, contact)
        if before.show is not now.show:
            yield Event(Kind.PRESENCE, contact)
