"""The watch: contacts of whom the operator wants to know when they are free. Pure."""

from lampfield.board.telling.happening import Happening
from lampfield.board.telling.scene import Scene
from lampfield.board.telling.witness import called
from lampfield.config.tell import Occasion
from lampfield.feed.batch import Batch
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId
from lampfield.model.lamp import Lamp
from lampfield.model.show import Show
from lampfield.words.staleness import Staleness


class Watch:
    """The marks. Each goes when its contact was told to be free."""

    def __init__(self) -> None:
        self.marks: set[ContactId] = set()
        """Who is watched. It stays the same set: the grid holds on to it."""

    def toggle(self, cid: ContactId) -> bool:
        """Set a mark, or take it away. Returns whether it is there now."""
        (self.marks.discard if cid in self.marks else self.marks.add)(cid)
        return cid in self.marks

    def look(self, batch: Batch, scene: Scene) -> list[Happening]:
        """Return who of the watched is free by a frame, and take their marks away."""
        if not self.marks:
            return []
        if not batch.reset:
            # One who is missing in a whole picture may come yet: the hub has just started.
            self.marks -= batch.contacts_gone
        everybody = batch.reset or batch.links
        looked_at = self.marks if everybody else self.marks & (batch.contacts_updated | batch.contacts_new)
        freed = [cid for cid in looked_at if is_free(scene.contacts.get(cid), scene.stale)]
        self.marks.difference_update(freed)
        return [_free(scene.contacts[cid]) for cid in freed]


def is_free(contact: Contact | None, stale: Staleness) -> bool:
    """Say whether a contact can take a call: the phone is known to be free, the person is not dnd."""
    if contact is None or stale.phone is not None:
        return False
    return contact.lamp is Lamp.AVAILABLE and contact.show is not Show.DND


def _free(contact: Contact) -> Happening:
    return Happening(Occasion.FREE, called(contact), contact.number, contact.status, contact.cid)
