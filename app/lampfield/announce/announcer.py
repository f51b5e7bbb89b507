"""The announcer: from the feed to a stream of announcements."""

from collections.abc import Callable, Collection, Iterable
from functools import partial

from lampfield.announce.announcement import Announcement
from lampfield.announce.news import News
from lampfield.announce.watched import Watched
from lampfield.config.settings import Announced
from lampfield.feed.batch import Batch
from lampfield.feed.pbx import PBX
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId, RoomId


class Announcer:
    """Says what happens on a PBX.

    Args:
        tell: Gets each announcement as it happens.
        what: What is announced.
        people: Who is watched from the beginning, as the settings name them.
        settling_seconds: How long those who come are the rest of a first picture that came in parts.
    """

    def __init__(
        self,
        tell: Callable[[Announcement], None],
        what: Collection[Announced],
        people: Iterable[str] = (),
        settling_seconds: float = 0.0,
    ) -> None:
        self._tell = tell
        self._what = what
        self._settling_seconds = settling_seconds
        self._watched = Watched(people)
        self._news: News | None = None
        self.open_room: RoomId | None = None
        """The chat that stands before the operator: its messages are not announced besides."""

    def follow(self, pbx: PBX) -> None:
        """Announce what happens from now on; what a first picture shows has not happened now."""
        self._news = News(pbx, self._what, self._watched, self._settling_seconds)
        pbx.subscribe(self._take)

    @property
    def watched(self) -> Collection[ContactId]:
        """Who is watched and there."""
        return self._watched.cids

    def watch(self, contact: Contact) -> None:
        """Announce a contact's phone and presence from now on."""
        if self._news is not None:
            self._news.people.watch(contact)

    def unwatch(self, cid: ContactId) -> None:
        """Announce them no longer."""
        self._watched.drop(cid)

    def say(self, line: str) -> None:
        """Tell a line that was asked for."""
        self._tell(Announcement(("answer",), partial(str, line)))

    def _take(self, batch: Batch) -> None:
        if self._news is not None:
            for announcement in self._news.of(batch, self.open_room):
                self._tell(announcement)


def to_lines(say: Callable[[str], None]) -> Callable[[Announcement], None]:
    """Return what tells announcements as lines, each at once.

    Args:
        say: Gets each line: plain text without a line end.
    """

    def tell(announcement: Announcement) -> None:
        if line := announcement.line():
            say(line)

    return tell
