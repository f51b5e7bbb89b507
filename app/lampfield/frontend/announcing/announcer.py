"""The announcer: from the feed to a stream of announcements."""

import asyncio
from collections.abc import Callable, Collection, Iterable
from functools import partial

from lampfield.client.pbx import PBX
from lampfield.client.replica import Batch
from lampfield.frontend.announcing.announcement import Announcement
from lampfield.frontend.announcing.news import News, Told
from lampfield.frontend.announcing.watched import Watched
from lampfield.frontend.events.event import Event, State
from lampfield.frontend.timing import Timing
from lampfield.model.announcement import AnnouncementTopic
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId, RoomId


class Announcer:
    """Says what happens on a PBX.

    Args:
        tell: Gets each announcement as it happens.
        what: What is announced.
        people: Who is watched from the beginning, as the settings name them.
        settling_seconds: How long contacts that come are the rest of a first snapshot that came in parts.
        timing: Calls back when a lost link is due to be announced; None: the event loop.
    """

    def __init__(
        self,
        tell: Callable[[Announcement], None],
        what: Collection[AnnouncementTopic],
        people: Iterable[str] = (),
        settling_seconds: float = 0.0,
        timing: Timing | None = None,
    ) -> None:
        self._tell = tell
        self._what = what
        self._settling_seconds = settling_seconds
        self._watched = Watched(people)
        self._timing = timing
        self._is_timed = False
        self._news: News | None = None
        self.open_room: RoomId | None = None
        """The chat that stands before the operator: its messages are not announced besides."""
        self.on_event: Callable[[Event], None] | None = None
        """Gets each event after its announcement."""

    def follow(self, pbx: PBX) -> None:
        """Announce what happens from now on; what a first snapshot shows has not happened now."""
        self._news = News(State.of(pbx), self._what, self._watched, self._settling_seconds)
        if pbx.me is not None:
            self._news.begin(self._clock.time())
        pbx.subscribe(self._take)

    @property
    def watched(self) -> Collection[ContactId]:
        """Who is watched and there."""
        return self._watched.cids

    def watch(self, contact: Contact) -> None:
        """Announce a contact's phone and presence from now on."""
        if self._news is not None:
            self._news.follow(contact)

    def unwatch(self, cid: ContactId) -> None:
        """Announce them no longer."""
        self._watched.drop(cid)

    def say(self, line: str) -> None:
        """Tell a line that was asked for."""
        self._tell(Announcement(("answer",), partial(str, line)))

    @property
    def _clock(self) -> Timing:
        return self._timing or asyncio.get_running_loop()

    def _take(self, batch: Batch) -> None:
        if self._news is not None:
            self._report(self._news.of(batch, self._clock.time()))

    def _wait(self) -> None:
        self._is_timed = False
        if self._news is not None:
            self._report(self._news.wait(self._clock.time()))

    def _report(self, told: Iterable[Told]) -> None:
        for event, announcement in told:
            if announcement is not None and not self._is_open(event):
                self._tell(announcement)
            if self.on_event is not None:
                self.on_event(event)
        self._time()

    def _is_open(self, event: Event) -> bool:
        return event.message is not None and event.message.room_id == self.open_room

    def _time(self) -> None:
        """Have `_wait` called when the next lost link is due."""
        due = self._news.due if self._news is not None else None
        if due is not None and not self._is_timed:
            self._is_timed = True
            self._clock.call_later(max(0.0, due - self._clock.time()), self._wait)


def to_lines(say: Callable[[str], None]) -> Callable[[Announcement], None]:
    """Return what tells announcements as lines, each at once.

    Args:
        say: Gets each line: plain text without a line end.
    """

    def tell(announcement: Announcement) -> None:
        if line := announcement.line():
            say(line)

    return tell
