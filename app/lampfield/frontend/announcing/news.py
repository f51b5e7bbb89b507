"""News: events as announcements, filtered by the topics of the settings."""

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial

from lampfield.client.replica import Batch
from lampfield.frontend.announcing.announcement import Announcement
from lampfield.frontend.announcing.lines import (
    answer_line,
    asks_line,
    link_line,
    message_line,
    new_line,
    show_line,
)
from lampfield.frontend.announcing.own_call_parties import OwnCallParties
from lampfield.frontend.announcing.watched import Watched
from lampfield.frontend.events.detector import Detector
from lampfield.frontend.events.event import Event, Kind, State
from lampfield.frontend.staleness import Staleness, staleness
from lampfield.frontend.wording import call_line, lamp_line, person_words
from lampfield.model.announcement import AnnouncementTopic
from lampfield.model.call import Call
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId
from lampfield.model.link import Link, LinkName
from lampfield.model.room import Message

CALLS = (Kind.RINGS, Kind.CALL, Kind.ENDED)
"""The events of own calls that are announced."""

SUBJECTS = {
    Kind.PHONE: "lamp",
    Kind.PRESENCE: "show",
    Kind.REQUEST: "request",
    Kind.ANSWER: "request",
    Kind.CAME: "person",
    Kind.WENT: "person",
}
"""The subject of an announcement about a contact, by the kind of its event."""

LINES: Mapping[Kind, Callable[[Contact, Staleness], str]] = {
    Kind.PHONE: lamp_line,
    Kind.PRESENCE: show_line,
    Kind.REQUEST: asks_line,
    Kind.CAME: new_line,
}
"""Lines about a contact's state at the time of writing."""

AnnouncedEvent = tuple[Event, Announcement | None]
"""An event and its announcement; None: it is not announced."""


class News:
    """Detects events after the first snapshot, and returns their announcements.

    Args:
        state: A live view of the client's values.
        topics: The topics to announce.
        watched: The contacts whose phone and presence are announced.
        settling_seconds: How long after a partial first snapshot new contacts count as part of it.
    """

    def __init__(
        self,
        state: State,
        topics: Collection[AnnouncementTopic],
        watched: Watched,
        settling_seconds: float = 0.0,
    ) -> None:
        self._state = state
        self._topics = topics
        self._watched = watched
        self._own_call_parties = OwnCallParties()
        followed = None if AnnouncementTopic.ALL_LAMPS in topics else watched.cids
        self._detector = Detector(_kinds(topics), followed)
        self._settling_seconds = settling_seconds
        self._settled_at = 0.0

    def begin(self, now: float) -> None:
        """Take the current state as the baseline, without events."""
        self._watched.update(self._state.contacts, self._state.contacts)
        self._detector.begin(self._state)
        self._has_begun(now)

    def follow(self, contact: Contact) -> None:
        """Announce a contact's phone and presence from now on."""
        self._watched.add(contact.cid)
        self._detector.people.follow(contact)

    def events_of(self, batch: Batch, now: float) -> Iterator[AnnouncedEvent]:
        """Yield the events of a frame.

        Args:
            batch: The changes of the frame, which the state already includes.
            now: Seconds of a monotonic clock.
        """
        self._watched.update(self._state.contacts, batch.contacts_new | batch.contacts_described)
        had_begun = self._detector.has_begun
        if had_begun and batch.contacts_new and now < self._settled_at:
            self._detector.set_baseline(batch.contacts_new, self._state)
        for event in self._detector.events_of(batch, self._state, now):
            yield event, self._announcement(event)
        if self._detector.has_begun and not had_begun:
            self._has_begun(now)

    def overdue_events(self, now: float) -> Iterator[AnnouncedEvent]:
        """Yield the events that are due because time has passed."""
        for event in self._detector.overdue_events(self._state, now):
            yield event, self._announcement(event)

    @property
    def due(self) -> float | None:
        """When to call `overdue_events` next; None: not before another change."""
        return self._detector.links.due

    def _has_begun(self, now: float) -> None:
        self._settled_at = now + self._settling_seconds
        self._own_call_parties.begin(self._state.calls.values())

    def _announcement(self, event: Event) -> Announcement | None:
        match event:
            case Event(contact=Contact() as contact):
                return self._of_contact(event.kind, contact)
            case Event(call=Call() as call):
                return self._of_call(event.kind, call)
            case Event(message=Message() as message):
                return self._of_message(event.kind, message)
            case Event(link=Link() as link):
                return self._of_link(event.kind, link)
        return None

    def _of_contact(self, kind: Kind, contact: Contact) -> Announcement | None:
        if kind not in SUBJECTS or not self._wants(kind, contact):
            return None
        subject = (SUBJECTS[kind], contact.cid)
        if kind in LINES:
            return Announcement(subject, self._current_line(contact.cid, LINES[kind]))
        line = f"gone, {person_words(contact)}" if kind is Kind.WENT else answer_line(contact)
        return Announcement(subject, partial(str, line))

    def _wants(self, kind: Kind, contact: Contact) -> bool:
        """Return whether the settings want an event of a contact announced."""
        topics, is_watched = self._topics, contact.cid in self._watched.cids
        match kind:
            case Kind.PHONE:
                wants = AnnouncementTopic.ALL_LAMPS in topics or (
                    is_watched and AnnouncementTopic.LAMPS in topics
                )
                return wants and not self._is_explained_by_call(contact)
            case Kind.PRESENCE:
                return is_watched and AnnouncementTopic.SHOWS in topics
            case Kind.REQUEST | Kind.ANSWER:
                return AnnouncementTopic.REQUESTS in topics
        return AnnouncementTopic.PEOPLE in topics

    def _is_explained_by_call(self, contact: Contact) -> bool:
        """Return whether the announcement of an own call already explains the state of a phone."""
        return AnnouncementTopic.CALLS in self._topics and self._own_call_parties.explains(contact)

    def _of_call(self, kind: Kind, call: Call) -> Announcement | None:
        self._own_call_parties.update(call)
        if kind not in CALLS or AnnouncementTopic.CALLS not in self._topics:
            return None
        line = partial(self._call_line, call)
        return Announcement(("call", call.uid), line, is_urgent=call.rings_in)

    def _call_line(self, call: Call) -> str:
        """Return the line of a call's current state, or of its last one if it has ended."""
        return call_line(self._state.calls.get(call.uid, call))

    def _of_message(self, kind: Kind, message: Message) -> Announcement | None:
        if kind is Kind.UNDELIVERED or AnnouncementTopic.MESSAGES not in self._topics:
            return None
        return Announcement(("message", message.room_id, message.msg_id), partial(message_line, message))

    def _of_link(self, kind: Kind, link: Link) -> Announcement | None:
        if AnnouncementTopic.LINKS not in self._topics:
            return None
        is_lost = kind is Kind.LOST
        line = link_line(link) if is_lost else f"back, {link.name} link"
        return Announcement(("link", link.name), partial(str, line), is_urgent=is_lost)

    def _current_line(self, cid: ContactId, line: Callable[[Contact, Staleness], str]) -> Callable[[], str]:
        """Return a callback for the line of a contact's state at that time; empty if the contact is gone."""

        def current() -> str:
            contact = self._state.contacts.get(cid)
            return line(contact, self._stale()) if contact is not None else ""

        return current

    def _stale(self) -> Staleness:
        """Return the current staleness.

        A snapshot is fresh even though the client sets the hub's link to up a moment later.
        """
        links, down = self._state.links, self._detector.links.down
        return staleness({name: links[name] for name in links if name is not LinkName.HUB or name in down})


def _kinds(topics: Collection[AnnouncementTopic]) -> list[Kind]:
    """Return the kinds of events about contacts that the topics need."""
    people = [Kind.CAME, Kind.WENT] if AnnouncementTopic.PEOPLE in topics else []
    wants_phones = AnnouncementTopic.LAMPS in topics or AnnouncementTopic.ALL_LAMPS in topics
    phones = [Kind.PHONE] if wants_phones else []
    return [*people, *phones, *([Kind.PRESENCE] if AnnouncementTopic.SHOWS in topics else [])]
