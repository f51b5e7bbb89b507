"""News: events as announcements, as far as the settings want them announced."""

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
from lampfield.frontend.announcing.own_ends import OwnEnds
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
"""Events of own calls that are announced."""

SUBJECTS = {
    Kind.PHONE: "lamp",
    Kind.PRESENCE: "show",
    Kind.REQUEST: "request",
    Kind.ANSWER: "request",
    Kind.CAME: "person",
    Kind.WENT: "person",
}
"""What an announcement of a contact is about: a later one replaces an earlier one of the same word."""

NOW: Mapping[Kind, Callable[[Contact, Staleness], str]] = {
    Kind.PHONE: lamp_line,
    Kind.PRESENCE: show_line,
    Kind.REQUEST: asks_line,
    Kind.CAME: new_line,
}
"""Lines that say how a contact is when they are written."""

Told = tuple[Event, Announcement | None]
"""An event, and how it is announced; None: not at all."""


class News:
    """What is new on a PBX, once its first snapshot is known.

    Args:
        state: What is known; it stays current.
        what: What is announced.
        watched: Whose phone and presence is.
        settling_seconds: How long contacts that come are the rest of a first snapshot that came in parts.
    """

    def __init__(
        self,
        state: State,
        what: Collection[AnnouncementTopic],
        watched: Watched,
        settling_seconds: float = 0.0,
    ) -> None:
        self._state = state
        self._what = what
        self._watched = watched
        self._own_ends = OwnEnds()
        followed = None if AnnouncementTopic.ALL_LAMPS in what else watched.cids
        self._detector = Detector(_kinds(what), followed)
        self._settling_seconds = settling_seconds
        self._settled_at = 0.0

    def begin(self, now: float) -> None:
        """Take the state as it is: it did not happen now."""
        self._watched.look(self._state.contacts, self._state.contacts)
        self._detector.begin(self._state)
        self._has_begun(now)

    def follow(self, contact: Contact) -> None:
        """Announce a contact's phone and presence from now on."""
        self._watched.add(contact.cid)
        self._detector.people.follow(contact)

    def of(self, batch: Batch, now: float) -> Iterator[Told]:
        """Yield what happened by a frame, one event after the other.

        Args:
            batch: What it changed; the state has it already.
            now: Seconds of a clock that only goes forward.
        """
        self._watched.look(self._state.contacts, batch.contacts_new | batch.contacts_described)
        had_begun = self._detector.has_begun
        if had_begun and batch.contacts_new and now < self._settled_at:
            self._detector.take(batch.contacts_new, self._state)
        for event in self._detector.see(batch, self._state, now):
            yield event, self._announcement(event)
        if self._detector.has_begun and not had_begun:
            self._has_begun(now)

    def wait(self, now: float) -> Iterator[Told]:
        """Yield what happened because time has passed."""
        for event in self._detector.wait(self._state, now):
            yield event, self._announcement(event)

    @property
    def due(self) -> float | None:
        """When `wait` is to be called next; None: when something has changed."""
        return self._detector.links.due

    def _has_begun(self, now: float) -> None:
        self._settled_at = now + self._settling_seconds
        self._own_ends.take(self._state.calls.values())

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
        if kind in NOW:
            return Announcement(subject, self._now(contact.cid, NOW[kind]))
        line = f"gone, {person_words(contact)}" if kind is Kind.WENT else answer_line(contact)
        return Announcement(subject, partial(str, line))

    def _wants(self, kind: Kind, contact: Contact) -> bool:
        """Return whether an event of a contact is announced."""
        what, is_watched = self._what, contact.cid in self._watched.cids
        match kind:
            case Kind.PHONE:
                wants = AnnouncementTopic.ALL_LAMPS in what or (
                    is_watched and AnnouncementTopic.LAMPS in what
                )
                return wants and not self._is_explained(contact)
            case Kind.PRESENCE:
                return is_watched and AnnouncementTopic.SHOWS in what
            case Kind.REQUEST | Kind.ANSWER:
                return AnnouncementTopic.REQUESTS in what
        return AnnouncementTopic.PEOPLE in what

    def _is_explained(self, contact: Contact) -> bool:
        """Return whether an own call that is announced says already why a phone changed its state."""
        return AnnouncementTopic.CALLS in self._what and self._own_ends.explain(contact)

    def _of_call(self, kind: Kind, call: Call) -> Announcement | None:
        self._own_ends.hear(call)
        if kind not in CALLS or AnnouncementTopic.CALLS not in self._what:
            return None
        line = partial(self._call_line, call)
        return Announcement(("call", call.uid), line, is_urgent=call.rings_in)

    def _call_line(self, call: Call) -> str:
        """Return how a call stands now; one that has ended stands as it ended."""
        return call_line(self._state.calls.get(call.uid, call))

    def _of_message(self, kind: Kind, message: Message) -> Announcement | None:
        if kind is Kind.UNDELIVERED or AnnouncementTopic.MESSAGES not in self._what:
            return None
        return Announcement(("message", message.room_id, message.msg_id), partial(message_line, message))

    def _of_link(self, kind: Kind, link: Link) -> Announcement | None:
        if AnnouncementTopic.LINKS not in self._what:
            return None
        is_lost = kind is Kind.LOST
        line = link_line(link) if is_lost else f"back, {link.name} link"
        return Announcement(("link", link.name), partial(str, line), is_urgent=is_lost)

    def _now(self, cid: ContactId, line: Callable[[Contact, Staleness], str]) -> Callable[[], str]:
        """Return a callback for a line about a contact as it is then; empty when it is gone."""

        def now() -> str:
            contact = self._state.contacts.get(cid)
            return line(contact, self._stale()) if contact is not None else ""

        return now

    def _stale(self) -> Staleness:
        """Return since when what is known may be untrue.

        A snapshot that came over the hub's link is fresh, though its state is noted a moment later.
        """
        links, down = self._state.links, self._detector.links.down
        return staleness({name: links[name] for name in links if name is not LinkName.HUB or name in down})


def _kinds(what: Collection[AnnouncementTopic]) -> list[Kind]:
    """Return which events of contacts have to be detected for what is announced."""
    people = [Kind.CAME, Kind.WENT] if AnnouncementTopic.PEOPLE in what else []
    wants_phones = AnnouncementTopic.LAMPS in what or AnnouncementTopic.ALL_LAMPS in what
    phones = [Kind.PHONE] if wants_phones else []
    return [*people, *phones, *([Kind.PRESENCE] if AnnouncementTopic.SHOWS in what else [])]
