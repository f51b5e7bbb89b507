"""What is announced of contacts: what differs from what was told last. A new snapshot repeats nothing."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from lampfield.announce.announcement import Announcement
from lampfield.announce.own_ends import OwnEnds
from lampfield.announce.watched import Watched
from lampfield.config.settings import Announced
from lampfield.feed.batch import Batch
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId
from lampfield.model.lamp import Lamp
from lampfield.model.relationship import Relationship
from lampfield.model.show import Show
from lampfield.model.text import plain
from lampfield.words.staleness import Staleness
from lampfield.words.states import STATUS_CHARS, is_presence_told, lamp_line, person_words, show_words

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
        contacts: The contacts as they are.
        what: What is announced.
        watched: Whose phone and presence is.
        stale: Returns since when what is known may be untrue.
        own_ends: Who is at the other end of an own call that is announced itself; None: no call is.
    """

    def __init__(
        self,
        contacts: Mapping[ContactId, Contact],
        what: Collection[Announced],
        watched: Watched,
        stale: Callable[[], Staleness],
        own_ends: OwnEnds | None = None,
    ) -> None:
        self._contacts = contacts
        self._stale = stale
        self._what = what
        self._watched = watched
        self._own_ends = own_ends
        self._told: dict[ContactId, Told] = {}
        self._waiting: dict[ContactId, Relationship] = {}
        self._names: dict[ContactId, str] = {}

    def take(self, cids: set[ContactId]) -> None:
        """Take some contacts as they are, without a word."""
        for _ in self.of(Batch(contacts_new=cids)):
            pass

    def watch(self, contact: Contact) -> None:
        """Announce a contact's changes from its present state on."""
        self._watched.add(contact.cid)
        self._told[contact.cid] = Told(contact.lamp, contact.show)

    def of(self, batch: Batch) -> Iterator[Announcement]:
        """Yield what is to be announced of what a frame changed."""
        described = batch.contacts_new | batch.contacts_described
        self._watched.look(self._contacts, described)
        yield from self._gone(batch.contacts_gone)
        yield from self._relationships(described)
        if Announced.PEOPLE in self._what:
            yield from self._names_of(described)
        for cid in self._followed(batch.contacts_new | batch.contacts_updated):
            if (contact := self._contacts.get(cid)) is not None:
                yield from self._state(contact)

    def _followed(self, changed: set[ContactId]) -> Iterable[ContactId]:
        return changed if Announced.ALL_LAMPS in self._what else changed & self._watched.cids

    def _state(self, contact: Contact) -> Iterator[Announcement]:
        cid, now = contact.cid, Told(contact.lamp, contact.show)
        before = self._told.get(cid)
        if before == now:
            return
        self._told[cid] = now
        if before is None:
            return
        is_watched = cid in self._watched.cids
        tells_lamp = Announced.ALL_LAMPS in self._what or (is_watched and Announced.LAMPS in self._what)
        if before.lamp is not now.lamp and tells_lamp and not self._is_explained(contact):
            yield Announcement(("lamp", cid), partial(self._now, cid, lamp_line))
        if before.show is not now.show and is_watched and Announced.SHOWS in self._what:
            yield Announcement(("show", cid), partial(self._now, cid, _show_line))

    def _is_explained(self, contact: Contact) -> bool:
        return self._own_ends is not None and self._own_ends.explain(contact)

    def _now(self, cid: ContactId, line: Callable[[Contact, Staleness], str]) -> str:
        """Return a line about a contact as it is; empty when it is gone."""
        contact = self._contacts.get(cid)
        return line(contact, self._stale()) if contact is not None else ""

    def _relationships(self, cids: set[ContactId]) -> Iterator[Announcement]:
        for cid in cids:
            contact = self._contacts.get(cid)
            if contact is None:
                continue
            before, now = self._waiting.pop(cid, None), contact.relationship
            if now in WAITING:
                self._waiting[cid] = now
            if Announced.REQUESTS not in self._what or before is now:
                continue
            subject = ("request", cid)
            if now is Relationship.ASKING:
                yield Announcement(subject, partial(self._now, cid, _asks))
            elif before is Relationship.ASKED and now in ANSWERS:
                yield Announcement(subject, partial(str, f"{ANSWERS[now]} you, {person_words(contact)}"))

    def _names_of(self, cids: set[ContactId]) -> Iterator[Announcement]:
        for cid in cids:
            contact = self._contacts.get(cid)
            if contact is not None:
                if cid not in self._names:
                    yield Announcement(("person", cid), partial(self._now, cid, _new_line))
                self._names[cid] = person_words(contact)

    def _gone(self, cids: set[ContactId]) -> Iterator[Announcement]:
        for cid in cids:
            self._told.pop(cid, None)
            self._waiting.pop(cid, None)
            if (name := self._names.pop(cid, "")) and Announced.PEOPLE in self._what:
                yield Announcement(("person", cid), partial(str, f"gone, {name}"))


def _new_line(contact: Contact, _: Staleness) -> str:
    return f"new, {person_words(contact)}"


def _show_line(contact: Contact, stale: Staleness) -> str:
    words = show_words(contact, stale) if is_presence_told(contact) else "offline"
    word, _, status = words.partition(": ")
    return f"{word}, {person_words(contact)}{f': {status}' if status else ''}"


def _asks(contact: Contact, _: Staleness) -> str:
    """Return that somebody asks for a relationship; empty when that was answered meanwhile."""
    if contact.relationship is not Relationship.ASKING:
        return ""
    told = (person_words(contact), plain(contact.chat_id, 60), plain(contact.request_text, STATUS_CHARS))
    return ", ".join(("asks", *filter(None, told)))
