"""Which events become notifications now, joined where several come at once."""

from collections.abc import Iterable, Sequence

from lampfield.board.notifications.notified_event import NotifiedEvent, ScreenContext, happening_of
from lampfield.board.notifications.wording import Notification, telling_of
from lampfield.client.replica import Batch
from lampfield.config.tell import EventKind
from lampfield.frontend.events.detector import Detector
from lampfield.frontend.events.event import Event
from lampfield.model.identity import MessageId

JOIN_SECONDS: dict[EventKind, float] = {
    EventKind.ASKS: 5.0,
    EventKind.MESSAGE: 5.0,
    EventKind.LOST: 5.0,
    EventKind.BACK: 5.0,
}
"""How long what follows waits for more of its kind. Who is free, and who rings, waits for nothing."""

Group = tuple[NotifiedEvent, ...]
"""What is told together; all of one occasion."""


class Joining:
    """The first is told at once; what follows within `JOIN_SECONDS` is told at their end, as one."""

    def __init__(self) -> None:
        self._until: dict[EventKind, float] = {}
        self._waiting: dict[EventKind, list[NotifiedEvent]] = {}

    def hold(self, now: float) -> None:
        """Let everything wait for more of it, as if it had been told just now."""
        self._until = {occasion: now + seconds for occasion, seconds in JOIN_SECONDS.items()}

    def take(self, happenings: Iterable[NotifiedEvent], now: float) -> list[Group]:
        """Return what is to be told now; the rest waits."""
        groups: dict[EventKind, list[NotifiedEvent]] = {}
        for happening in happenings:
            groups.setdefault(happening.occasion, []).append(happening)
        told = []
        for occasion, group in groups.items():
            if occasion in self._until:
                self._waiting.setdefault(occasion, []).extend(group)
            else:
                told.append(self._told(occasion, group, now))
        return told

    def due(self, now: float) -> list[Group]:
        """Return what has waited long enough."""
        ended = [occasion for occasion, until in self._until.items() if _is_over(occasion, until, now)]
        for occasion in ended:
            del self._until[occasion]
        return [
            self._told(occasion, self._waiting.pop(occasion), now)
            for occasion in ended
            if occasion in self._waiting
        ]

    def _told(self, occasion: EventKind, group: list[NotifiedEvent], now: float) -> Group:
        if seconds := JOIN_SECONDS.get(occasion):
            self._until[occasion] = now + seconds
        return tuple(group)


def _is_over(occasion: EventKind, until: float, now: float) -> bool:
    """Say whether a wait is over. A clock that was set back ends it too; a second of that is rounding."""
    return now >= until or until - now > JOIN_SECONDS[occasion] + 1.0


class NotificationFilter:
    """All that is remembered for notifications."""

    def __init__(self) -> None:
        self._detector = Detector()
        self.watch = self._detector.free
        self._joining = Joining()

    def concerns(self, batch: Batch) -> bool:
        """Return whether a frame can bring an event: most report phones and presence alone."""
        came = batch.contacts_new or batch.contacts_gone or batch.contacts_described
        return (
            bool(came) or batch.has_other_changes or not self.watch.marks.isdisjoint(batch.contacts_updated)
        )

    def see(self, batch: Batch, scene: ScreenContext) -> list[Notification]:
        """Return the notifications that a frame causes."""
        had_begun = self._detector.has_begun
        events = self._detector.see(batch, scene.state, scene.now)
        if not had_begun and self._detector.has_begun:
            # The rest of a long first picture comes in frames of its own.
            self._joining.hold(scene.now)
        return _told(self._joining.take(_happenings(events, scene), scene.now))

    def wait(self, scene: ScreenContext) -> list[Notification]:
        """Return the notifications that are due because time has passed."""
        events = self._detector.wait(scene.state, scene.now)
        late = self._joining.take(_happenings(events, scene), scene.now)
        joined = ([it for it in group if is_news(it, scene)] for group in self._joining.due(scene.now))
        return _told([*late, *joined])


def _happenings(events: Iterable[Event], scene: ScreenContext) -> list[NotifiedEvent]:
    found = (happening_of(event, scene) for event in events)
    return [happening for happening in found if happening is not None]


def is_news(happening: NotifiedEvent, scene: ScreenContext) -> bool:
    """Return whether what has waited is still worth telling: not what was read or answered meanwhile."""
    if happening.occasion is EventKind.ASKS:
        return happening.cid in scene.asking
    room_id = happening.room_id
    if room_id is None:
        return True
    room = scene.rooms.get(room_id)
    seen = room.seen if room is not None and not scene.shows(room_id) else MessageId(0)
    return not scene.reads(room_id) and happening.msg_id > seen


def _told(groups: Sequence[Group | list[NotifiedEvent]]) -> list[Notification]:
    return [telling_of(group) for group in groups if group]
