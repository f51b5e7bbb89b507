"""A batch: what one frame changed, in keys."""

from msgspec import Struct, field

from lampfield.model.call import Call
from lampfield.model.contact import Contact
from lampfield.model.identity import CallUid, ContactId, RoomId
from lampfield.model.link import LinkName
from lampfield.model.room import Message


class Batch(Struct):
    """What one frame changed. The values are in the rolls already when a subscriber gets it.

    A contact is in at most one of the three sets: they compare before the frame with after it.
    """

    reset: bool = False
    """A snapshot replaced everything; the sets still name just what differs."""
    contacts_new: set[ContactId] = field(default_factory=set)
    contacts_updated: set[ContactId] = field(default_factory=set)
    contacts_gone: set[ContactId] = field(default_factory=set)
    contacts_described: set[ContactId] = field(default_factory=set)
    """Of those that changed: whose description did, such as name, number, tags or relationship."""
    parted: list[Contact] = field(default_factory=list)
    """Contacts whose call ended, or went on with somebody else: as they were while it was there."""
    devices: bool = False
    """A device came, changed or went."""
    calls: set[CallUid] = field(default_factory=set)
    """Calls that came, changed or ended."""
    ended: dict[CallUid, Call] = field(default_factory=dict)
    """Calls that ended: their last state, with the cause."""
    rooms: set[RoomId] = field(default_factory=set)
    """Rooms that came, changed or went."""
    messages: list[Message] = field(default_factory=list)
    """Messages that were not here before, in the order of arrival."""
    messages_updated: list[Message] = field(default_factory=list)
    links: set[LinkName] = field(default_factory=set)
    me: bool = False

    @property
    def tells_more(self) -> bool:
        """Whether anything but contacts changed."""
        more = (self.reset, self.devices, self.calls, self.rooms, self.messages, self.messages_updated)
        return any(more) or bool(self.links) or self.me

    def add_contact(self, cid: ContactId, *, known: bool) -> None:
        """Note that a contact is there. ``known``: it was there a moment ago."""
        if cid in self.contacts_gone:
            self.contacts_gone.discard(cid)
            self.update_contact(cid, described=True)
        elif not known:
            self.contacts_new.add(cid)
        else:
            self.update_contact(cid, described=True)

    def update_contact(self, cid: ContactId, *, described: bool) -> None:
        """Note that a contact that is there changed. ``described``: not only phone and presence did."""
        if cid not in self.contacts_new:
            self.contacts_updated.add(cid)
            if described:
                self.contacts_described.add(cid)

    def compare_calls(self, before: Contact, after: Contact | None) -> None:
        """Note a contact whose call is not the one any more that it was; None: the contact went."""
        party, now = before.party, after.party if after is not None else None
        if party is not None and (now is None or not now.continues(party)):
            self.parted.append(before)

    def remove_contact(self, cid: ContactId) -> None:
        """Note that a contact went; one that came in the same frame was never seen."""
        self.contacts_updated.discard(cid)
        self.contacts_described.discard(cid)
        if cid in self.contacts_new:
            self.contacts_new.discard(cid)
        else:
            self.contacts_gone.add(cid)
