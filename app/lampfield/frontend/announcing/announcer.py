"""The announcer: turns the changes of a client into announcements."""

import asyncio
from collections.abc import Callable, Collection, Iterable
from functools import partial

from lampfield.client.pbx import PBX
from lampfield.client.replica import Batch
from lampfield.frontend.announcing.announcement import Announcement
from lampfield.frontend.announcing.news import AnnouncedEvent, News
from lampfield.frontend.announcing.watched import Watched
from lampfield.frontend.events.event import Event, State
from lampfield.frontend.timing import Timing
from lampfield.model.announcement import AnnouncementTopic
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId, RoomId


class Announcer:
    """Announces what happens on a PBX.

    Args:
        on_announcement: Gets each announcement as it happens.
        topics: The topics to announce.
        people: The contacts that are watched from the start, as the settings name them.
        settling_seconds: How long after a partial first snapshot new contacts count as part of it.
        timing: The clock, with a timer for lost links; None: the event loop.
    """

    def __init__(
        self,
        on_announcement: Callable[[Announcement], None],
        topics: Collection[AnnouncementTopic],
        people: Iterable[str] = (),
        settling_seconds: float = 0.0,
        timing: Timing | None = None,
    ) -> None:
        self._on_announcement = on_announcement
        self._topics = topics
        self._settling_seconds = settling_seconds
        self._watched = Watched(people)
        self._timing = timing
        self._timer_is_running = False
        self._news: News | None = None
        self.open_room: RoomId | None = None
        """The chat on the screen: its messages are not announced as well."""
        self.on_event: Callable[[Event], None] | None = None
        """Gets each event, after its announcement."""

    def follow(self, pbx: PBX) -> None:
        """Announce changes from now on. The contents of the first snapshot are not announced."""
        self._news = News(State.of(pbx), self._topics, self._watched, self._settling_seconds)
        if pbx.me is not None:
            self._news.begin(self._clock.time())
        pbx.subscribe(self._on_batch)

    @property
    def watched(self) -> Collection[ContactId]:
        """The watched contacts that exist."""
        return self._watched.cids

    def watch(self, contact: Contact) -> None:
        """Announce a contact's phone and presence from now on."""
        if self._news is not None:
            self._news.follow(contact)

    def unwatch(self, cid: ContactId) -> None:
        """Stop announcing a contact's phone and presence."""
        self._watched.drop(cid)

    def say(self, line: str) -> None:
        """Write a line as the answer to a command."""
        self._on_announcement(Announcement(("answer",), partial(str, line)))

    @property
    def _clock(self) -> Timing:
        return self._timing or asyncio.get_running_loop()

    def _on_batch(self, batch: Batch) -> None:
        if self._news is not None:
            self._report(self._news.events_of(batch, self._clock.time()))

    def _on_timer(self) -> None:
        self._timer_is_running = False
        if self._news is not None:
            self._report(self._news.overdue_events(self._clock.time()))

    def _report(self, events: Iterable[AnnouncedEvent]) -> None:
        for event, announcement in events:
            if announcement is not None and not self._is_open(event):
                self._on_announcement(announcement)
            if self.on_event is not None:
                self.on_event(event)
        self._start_timer()

    def _is_open(self, event: Event) -> bool:
        return event.message is not None and event.message.room_id == self.open_room

    def _start_timer(self) -> None:
        """Start the timer for the next link whose loss is due, unless it is running."""
        due = self._news.due if self._news is not None else None
        if due is not None and not self._timer_is_running:
            self._timer_is_running = True
            self._clock.call_later(max(0.0, due - self._clock.time()), self._on_timer)


def to_lines(write_line: Callable[[str], None]) -> Callable[[Announcement], None]:
    """Return a callback that writes each announcement as a line, at once.

    Args:
        write_line: Gets each line: plain text without a line end.
    """

    def write(announcement: Announcement) -> None:
        if line := announcement.line():
            write_line(line)

    return write
