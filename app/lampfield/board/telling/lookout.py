"""The lookout: from frames and the passing of time to what is told. Pure."""

from collections.abc import Sequence

from lampfield.board.telling.happening import Happening
from lampfield.board.telling.joining import Group, Joining
from lampfield.board.telling.links import LinkWatch
from lampfield.board.telling.scene import Scene
from lampfield.board.telling.watch import Watch
from lampfield.board.telling.witness import Witness
from lampfield.board.telling.words import Telling, telling_of
from lampfield.config.tell import Occasion
from lampfield.feed.batch import Batch
from lampfield.model.identity import MessageId


class Lookout:
    """All that is remembered for telling."""

    def __init__(self) -> None:
        self.watch = Watch()
        self._witness = Witness()
        self._links = LinkWatch()
        self._joining = Joining()

    def concerns(self, batch: Batch) -> bool:
        """Say whether a frame can bring anything to tell: most tell of phones and presence alone."""
        came = batch.contacts_new or batch.contacts_gone or batch.contacts_described
        return bool(came) or batch.tells_more or not self.watch.marks.isdisjoint(batch.contacts_updated)

    def see(self, batch: Batch, scene: Scene) -> list[Telling]:
        """Return what is told because of a frame."""
        had_begun = self._witness.has_begun
        found = self._witness.see(batch, scene)
        if not had_begun and self._witness.has_begun:
            # The rest of a long first picture comes in frames of its own.
            self._joining.hold(scene.now)
        found += self.watch.look(batch, scene)
        if batch.links:
            found += self._links.look(scene.links, scene.now)
        return _told(self._joining.take(found, scene.now))

    def wait(self, scene: Scene) -> list[Telling]:
        """Return what is told because time has passed."""
        late = self._joining.take(self._links.look(scene.links, scene.now), scene.now)
        joined = ([it for it in group if is_news(it, scene)] for group in self._joining.due(scene.now))
        return _told([*late, *joined])


def is_news(happening: Happening, scene: Scene) -> bool:
    """Say whether what has waited is still worth telling: not what was read or answered meanwhile."""
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
