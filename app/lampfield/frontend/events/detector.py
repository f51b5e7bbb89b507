"""The detector: derives events from a client's state and the changes of each frame.

Bell, notification, command, announcements and plain mode all use it. The first snapshot causes no events; nor
do the parts of a later one that repeat known state, after a reconnect or a restart of the hub.
"""

from collections.abc import Collection, Iterator
from collections.abc import Set as AbstractSet

from lampfield.client.replica import Batch
from lampfield.frontend.events.calls import CallWatch
from lampfield.frontend.events.event import Event, Kind, State
from lampfield.frontend.events.free import FreeWatch
from lampfield.frontend.events.links import LinkWatch
from lampfield.frontend.events.messages import MessageWatch
from lampfield.frontend.events.people import PeopleWatch
from lampfield.frontend.events.requests import RequestWatch
from lampfield.model.identity import ContactId
from lampfield.model.link import LinkName

FOLLOWING = (Kind.CAME, Kind.WENT, Kind.PHONE, Kind.PRESENCE)
"""The kinds that require a look at every changed contact."""


class Detector:
    """Reports each event once. No I/O: the caller passes the time.

    Args:
        kinds: Which of `FOLLOWING` to report; the other kinds cost nothing and are always reported.
        followed: The contacts whose phone and presence to report; the set may change. None: all.
    """

    def __init__(
        self, kinds: Collection[Kind] = (), followed: AbstractSet[ContactId] | None = frozenset()
    ) -> None:
        self.has_begun = False
        """Whether the first snapshot has arrived."""
        self.links = LinkWatch()
        self.free = FreeWatch()
        self.people = PeopleWatch(kinds, followed)
        self._follows = not set(FOLLOWING).isdisjoint(kinds)
        self._calls = CallWatch()
        self._messages = MessageWatch()
        self._requests = RequestWatch()

    def begin(self, state: State) -> None:
        """Take the current state as the baseline: changes are reported from now on."""
        self.has_begun = True
        self.links.begin(state.links)
        self._calls.begin(state)
        self._requests.begin(state)
        if self._follows:
            self.people.set_baseline(set(state.contacts), state)

    def set_baseline(self, cids: AbstractSet[ContactId], state: State) -> None:
        """Take the current state of some contacts as the baseline, without events."""
        self._requests.set_baseline(cids, state)
        self.people.set_baseline(cids, state)

    def events_of(self, batch: Batch, state: State, now: float) -> list[Event]:
        """Return the events of a frame: links first, because the other states depend on them.

        Args:
            batch: The changes of the frame.
            state: The state, with the changes applied.
            now: Seconds of the clock that `overdue_events` gets.
        """
        if not self.has_begun:
            self._messages.begin(batch.messages)
            if batch.reset:
                self.begin(state)
            return []
        return [*self._links_of(batch, state, now), *self._others_of(batch, state)]

    def overdue_events(self, state: State, now: float) -> list[Event]:
        """Return the events that are due because time has passed: links lost for the grace period."""
        return list(self.links.check(state.links, now)) if self.has_begun else []

    def _links_of(self, batch: Batch, state: State, now: float) -> Iterator[Event]:
        # A snapshot proves that the hub's link is up; the client sets its state a moment later.
        opened = (LinkName.HUB,) if batch.reset else ()
        if batch.links or opened:
            yield from self.links.check(state.links, now, opened)

    def _others_of(self, batch: Batch, state: State) -> Iterator[Event]:
        yield from self._calls.events_of(batch, state)
        if batch.messages or batch.messages_updated:
            yield from self._messages.events_of(batch, state, self.links.hub_lost_at)
        yield from self._requests.events_of(batch, state)
        if self._follows:
            yield from self.people.events_of(batch, state)
        yield from self.free.events_of(batch, state)
