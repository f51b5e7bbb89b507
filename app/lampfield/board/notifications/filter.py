"""Which events become notifications, grouped where several come at once."""

from collections.abc import Iterable, Sequence

from lampfield.board.notifications.notified_event import NotifiedEvent, ScreenContext, notified_event
from lampfield.board.notifications.wording import Notification, notification_of
from lampfield.client.replica import Batch
from lampfield.config.notify import EventKind
from lampfield.frontend.events.detector import Detector
from lampfield.frontend.events.event import Event
from lampfield.model.identity import MessageId

JOIN_SECONDS: dict[EventKind, float] = {
    EventKind.ASKS: 5.0,
    EventKind.MESSAGE: 5.0,
    EventKind.LOST: 5.0,
    EventKind.BACK: 5.0,
}
"""How long later events of a kind are collected. A free contact and a ringing call are never delayed."""

Group = tuple[NotifiedEvent, ...]
"""Events that are notified together, all of one kind."""


class EventGrouping:
    """Passes the first event on at once; those within `JOIN_SECONDS` follow at its end as one group."""

    def __init__(self) -> None:
        self._until: dict[EventKind, float] = {}
        self._waiting: dict[EventKind, list[NotifiedEvent]] = {}

    def hold(self, now: float) -> None:
        """Collect everything for a while, as if an event had just been passed on."""
        self._until = {kind: now + seconds for kind, seconds in JOIN_SECONDS.items()}

    def take(self, notified_events: Iterable[NotifiedEvent], now: float) -> list[Group]:
        """Return the groups to notify now; the rest is collected."""
        groups: dict[EventKind, list[NotifiedEvent]] = {}
        for notified in notified_events:
            groups.setdefault(notified.kind, []).append(notified)
        groups_now = []
        for kind, group in groups.items():
            if kind in self._until:
                self._waiting.setdefault(kind, []).extend(group)
            else:
                groups_now.append(self._open_group(kind, group, now))
        return groups_now

    def due(self, now: float) -> list[Group]:
        """Return the groups that have been collected long enough."""
        over = [kind for kind, until in self._until.items() if _is_over(kind, until, now)]
        for kind in over:
            del self._until[kind]
        return [
            self._open_group(kind, self._waiting.pop(kind), now) for kind in over if kind in self._waiting
        ]

    def _open_group(self, kind: EventKind, group: list[NotifiedEvent], now: float) -> Group:
        if seconds := JOIN_SECONDS.get(kind):
            self._until[kind] = now + seconds
        return tuple(group)


def _is_over(kind: EventKind, until: float, now: float) -> bool:
    """Return whether a wait is over. A clock that was set back ends it too; a second of that is rounding."""
    return now >= until or until - now > JOIN_SECONDS[kind] + 1.0


class NotificationFilter:
    """Turns changes into notifications, and keeps the state that this needs."""

    def __init__(self) -> None:
        self._detector = Detector()
        self.watch = self._detector.free
        self._grouping = EventGrouping()

    def concerns(self, batch: Batch) -> bool:
        """Return whether a frame can contain an event: most frames change phones and presence alone."""
        came = batch.contacts_new or batch.contacts_gone or batch.contacts_described
        return (
            bool(came) or batch.has_other_changes or not self.watch.marks.isdisjoint(batch.contacts_updated)
        )

    def see(self, batch: Batch, context: ScreenContext) -> list[Notification]:
        """Return the notifications that a frame causes."""
        had_begun = self._detector.has_begun
        events = self._detector.events_of(batch, context.state, context.now)
        if not had_begun and self._detector.has_begun:
            # The rest of a long first snapshot comes in separate frames.
            self._grouping.hold(context.now)
        return _notifications(self._grouping.take(_notified_events(events, context), context.now))

    def wait(self, context: ScreenContext) -> list[Notification]:
        """Return the notifications that are due because time has passed."""
        events = self._detector.overdue_events(context.state, context.now)
        late = self._grouping.take(_notified_events(events, context), context.now)
        joined = ([it for it in group if is_news(it, context)] for group in self._grouping.due(context.now))
        return _notifications([*late, *joined])


def _notified_events(events: Iterable[Event], context: ScreenContext) -> list[NotifiedEvent]:
    found = (notified_event(event, context) for event in events)
    return [notified for notified in found if notified is not None]


def is_news(notified: NotifiedEvent, context: ScreenContext) -> bool:
    """Return whether a delayed event is still news: not if it has been read or answered since."""
    if notified.kind is EventKind.ASKS:
        return notified.cid in context.asking
    room_id = notified.room_id
    if room_id is None:
        return True
    room = context.rooms.get(room_id)
    seen = room.seen if room is not None and not context.shows(room_id) else MessageId(0)
    return not context.reads(room_id) and notified.msg_id > seen


def _notifications(groups: Sequence[Group | list[NotifiedEvent]]) -> list[Notification]:
    return [notification_of(group) for group in groups if group]
