"""The detector: from what a client knows and what a frame changed to events.

Every consumer of events reads one: bell, notification and command, announcements, plain mode. What the first
snapshot shows is not news. Nor is what a later snapshot repeats, after a reconnect or a restart of the hub.
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
"""Kinds for which each contact that changed has to be looked at."""


class Detector:
    """Reports each event once. No I/O: the caller passes the time.

    Args:
        kinds: Which of `FOLLOWING` are reported; the other kinds cost nothing and always are.
        followed: Whose phone and presence is reported; the set may change. None: everyone's.
    """

    def __init__(
        self, kinds: Collection[Kind] = (), followed: AbstractSet[ContactId] | None = frozenset()
    ) -> None:
        self.has_begun = False
        """The first snapshot was there."""
        self.links = LinkWatch()
        self.free = FreeWatch()
        self.people = PeopleWatch(kinds, followed)
        self._follows = not set(FOLLOWING).isdisjoint(kinds)
        self._calls = CallWatch()
        self._messages = MessageWatch()
        self._requests = RequestWatch()

    def begin(self, state: State) -> None:
        """Take everything as it is: from now on, changes are reported."""
        self.has_begun = True
        self.links.begin(state.links)
        self._calls.begin(state)
        self._requests.begin(state)
        if self._follows:
            self.people.take(set(state.contacts), state)

    def take(self, cids: AbstractSet[ContactId], state: State) -> None:
        """Take contacts as they are, without an event."""
        self._requests.take(cids, state)
        self.people.take(cids, state)

    def see(self, batch: Batch, state: State, now: float) -> list[Event]:
        """Return what happened by a frame: links first, since they say what the rest is worth.

        Args:
            batch: What it changed.
            state: With the change applied.
            now: Seconds of the clock that `wait` gets.
        """
        if not self.has_begun:
            self._messages.begin(batch.messages)
            if batch.reset:
                self.begin(state)
            return []
        return [*self._links_of(batch, state, now), *self._others_of(batch, state)]

    def wait(self, state: State, now: float) -> list[Event]:
        """Return what happened because time has passed: a link is lost for longer than the grace time."""
        return list(self.links.look(state.links, now)) if self.has_begun else []

    def _links_of(self, batch: Batch, state: State, now: float) -> Iterator[Event]:
        # A snapshot came over the hub's link, whose state the client notes a moment later.
        opened = (LinkName.HUB,) if batch.reset else ()
        if batch.links or opened:
            yield from self.links.look(state.links, now, opened)

    def _others_of(self, batch: Batch, state: State) -> Iterator[Event]:
        yield from self._calls.of(batch, state)
        if batch.messages or batch.messages_updated:
            yield from self._messages.of(batch, state, self.links.hub_lost_at)
        yield from self._requests.of(batch, state)
        if self._follows:
            yield from self.people.of(batch, state)
        yield from self.free.of(batch, state)
