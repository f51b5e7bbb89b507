"""What is announced of contacts: what differs from what was told last. A new snapshot repeats nothing."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from lampfield.announce.watched import Watched
from lampfield.config.settings import Announced
from lampfield.feed.batch import Batch
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId
from lampfield.model.lamp import Lamp
from lampfield.model.relationship import Relationship
from lampfield.model.show import Show
from lampfield.model.text import plain
from lampfield.words.states import is_presence_told, lamp_line, person_words, show_words

ANSWERS = {Relationship.MUTUAL: "accepted", Relationship.NONE: "refused"}
"""What became of a request of the operator's, by the relationship after it."""

WAITING = (Relationship.ASKED, Relationship.ASKING)
"""Relationships that are remembered, for what comes after them is news."""


class Told(NamedTuple):
    """The state of a contact that was announced last, or was there at the beginning."""

    lamp: Lamp
    show: Show


class PeopleNews:
    """Remembers as much of contacts as is announced.

    Args:
        what: What is announced.
        watched: Whose phone and presence is.
    """

    def __init__(self, what: Collection[Announced], watched: Watched) -> None:
        self._what = what
        self._watched = watched
        self._told: dict[ContactId, Told] = {}
        self._waiting: dict[ContactId, Relationship] = {}
        self._names: dict[ContactId, str] = {}

    def take(self, cids: set[ContactId], contacts: Mapping[ContactId, Contact]) -> None:
        """Take some contacts as they are, without a word."""
        for _ in self.of(Batch(contacts_new=cids), contacts):
            pass

    def watch(self, contact: Contact) -> None:
        """Announce a contact's changes from its present state on."""
        self._watched.add(contact.cid)
        self._told[contact.cid] = Told(contact.lamp, contact.show)

    def of(self, batch: Batch, contacts: Mapping[ContactId, Contact]) -> Iterator[str]:
        """Yield what is to be announced of what a frame changed."""
        described = batch.contacts_new | batch.contacts_described
        self._watched.look(contacts, described)
        yield from self._gone(batch.contacts_gone)
        yield from self._relationships(described, contacts)
        if Announced.PEOPLE in self._what:
            yield from self._names_of(described, contacts)
        for cid in self._followed(batch.contacts_new | batch.contacts_updated):
            if (contact := contacts.get(cid)) is not None:
                yield from self._state(contact)

    def _followed(self, changed: set[ContactId]) -> Iterable[ContactId]:
        return changed if Announced.ALL_LAMPS in self._what else changed & self._watched.cids

    def _state(self, contact: Contact) -> Iterator[str]:
        cid, now = contact.cid, Told(contact.lamp, contact.show)
        before = self._told.get(cid)
        if before == now:
            return
        self._told[cid] = now
        if before is None:
            return
        is_watched = cid in self._watched.cids
        tells_lamp = Announced.ALL_LAMPS in self._what or (is_watched and Announced.LAMPS in self._what)
        if before.lamp is not now.lamp and tells_lamp:
            yield lamp_line(contact)
        if before.show is not now.show and is_watched and Announced.SHOWS in self._what:
            yield _show_line(contact)

    def _relationships(self, cids: set[ContactId], contacts: Mapping[ContactId, Contact]) -> Iterator[str]:
        for cid in cids:
            contact = contacts.get(cid)
            if contact is None:
                continue
            before, now = self._waiting.pop(cid, None), contact.relationship
            if now in WAITING:
                self._waiting[cid] = now
            if Announced.REQUESTS not in self._what or before is now:
                continue
            if now is Relationship.ASKING:
                yield _asks(contact)
            elif before is Relationship.ASKED and now in ANSWERS:
                yield f"{ANSWERS[now]} you, {person_words(contact)}"

    def _names_of(self, cids: set[ContactId], contacts: Mapping[ContactId, Contact]) -> Iterator[str]:
        for cid in cids:
            contact = contacts.get(cid)
            if contact is not None:
                if cid not in self._names:
                    yield f"new, {person_words(contact)}"
                self._names[cid] = person_words(contact)

    def _gone(self, cids: set[ContactId]) -> Iterator[str]:
        for cid in cids:
            self._told.pop(cid, None)
            self._waiting.pop(cid, None)
            if (name := self._names.pop(cid, "")) and Announced.PEOPLE in self._what:
                yield f"gone, {name}"


def _show_line(contact: Contact) -> str:
    word, _, status = (show_words(contact) if is_presence_told(contact) else "offline").partition(": ")
    return f"{word}, {person_words(contact)}{f': {status}' if status else ''}"


def _asks(contact: Contact) -> str:
    address = plain(contact.chat_id, 60)
    return f"asks, {person_words(contact)}" + (f", {address}" if address else "")
