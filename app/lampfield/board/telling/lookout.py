"""From frames and the passing of time to notifications."""

from collections.abc import Iterable, Sequence

from lampfield.board.telling.happening import Happening, happening_of
from lampfield.board.telling.joining import Group, Joining
from lampfield.board.telling.scene import Scene
from lampfield.board.telling.words import Telling, telling_of
from lampfield.config.tell import Occasion
from lampfield.feed.batch import Batch
from lampfield.frontend.events.detector import Detector
from lampfield.frontend.events.event import Event
from lampfield.model.identity import MessageId


class Lookout:
    """All that is remembered for notifications."""

    def __init__(self) -> None:
        self._detector = Detector()
        self.watch = self._detector.free
        self._joining = Joining()

    def concerns(self, batch: Batch) -> bool:
        """Return whether a frame can bring an event: most report phones and presence alone."""
        came = batch.contacts_new or batch.contacts_gone or batch.contacts_described
        return bool(came) or batch.tells_more or not self.watch.marks.isdisjoint(batch.contacts_updated)

    def see(self, batch: Batch, scene: Scene) -> list[Telling]:
        """Return the notifications that a frame causes."""
        had_begun = self._detector.has_begun
        events = self._detector.see(batch, scene.state, scene.now)
        if not had_begun and self._detector.has_begun:
            # The rest of a long first picture comes in frames of its own.
            self._joining.hold(scene.now)
        return _told(self._joining.take(_happenings(events, scene), scene.now))

    def wait(self, scene: Scene) -> list[Telling]:
        """Return the notifications that are due because time has passed."""
        events = self._detector.wait(scene.state, scene.now)
        late = self._joining.take(_happenings(events, scene), scene.now)
        joined = ([it for it in group if is_news(it, scene)] for group in self._joining.due(scene.now))
        return _told([*late, *joined])


def _happenings(events: Iterable[Event], scene: Scene) -> list[Happening]:
    found = (happening_of(event, scene) for event in events)
    return [happening for happening in found if happening is not None]


def is_news(happening: Happening, scene: Scene) -> bool:
    """Return whether what has waited is still worth telling: not what was read or answered meanwhile."""
    if happening.occasion is Occasion.ASKS:
        return happening.cid in scene.asking
    room_id = happening.room_id
    if room_id is None:
        return True
    room = scene.rooms.get(room_id)
    seen = room.seen if room is not None and not scene.shows(room_id) else MessageId(0)
    return not scene.reads(room_id) and happening.msg_id > seen


def _told(groups: Sequence[Group | list[Happening]]) -> list[Telling]:
    return [telling_of(group) for group in groups if group]
