"""The replica: the client's copy of what the hub's store holds for an account. No I/O."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from lampfield.feed import apply
from lampfield.feed.batch import Batch
from lampfield.feed.messagelog import MessageLog
from lampfield.feed.notices import Notice
from lampfield.feed.requests import Since, Started
from lampfield.feed.sharing import Sharing
from lampfield.model.call import Call
from lampfield.model.contact import Contact
from lampfield.model.device import Device
from lampfield.model.identity import CallUid, ContactId, DeviceName, RoomId
from lampfield.model.link import Link, LinkName, Me
from lampfield.model.room import Message, Room

K = TypeVar("K")
V = TypeVar("V")

Told = Notice | Started
"""What changes the replica, in the order in which the hub said it."""


class Replica:
    """Last known values by key. The mappings stay the same objects for life: views may hold on to them."""

    def __init__(self) -> None:
        self.epoch = ""
        self.seq = 0
        self.me: Me | None = None
        self.links: dict[LinkName, Link] = {}
        self.contacts: dict[ContactId, Contact] = {}
        self.devices: dict[DeviceName, Device] = {}
        self.calls: dict[CallUid, Call] = {}
        self.rooms: dict[RoomId, Room] = {}
        self.messages = MessageLog()
        self._sharing = Sharing()

    @property
    def since(self) -> Since | None:
        """Where a resume would go on; None before the first snapshot."""
        return Since(epoch=self.epoch, seq=self.seq) if self.epoch else None

    def forget_place(self) -> None:
        """Make the next start ask for a snapshot: what is here is no longer trusted."""
        self.epoch = ""

    def apply(self, told: Iterable[Told], batch: Batch | None = None) -> Batch:
        """Apply what one frame told and return what changed by it.

        A notice that repeats what is known does no harm, so nothing is dropped by its number.

        Args:
            told: What the frame held.
            batch: Gets what changed, as far as it came, though the rest may fail; None: a new one.
        """
        batch = batch if batch is not None else Batch()
        for item in told:
            if isinstance(item, Started):
                self._start(item, batch)
            else:
                apply.notice(item, self, batch)
                self.seq = max(self.seq, item.seq)
        self._share(batch)
        return batch

    def _share(self, batch: Batch) -> None:
        """Let contacts that were read whole share what they have in common."""
        for cid in batch.contacts_new | batch.contacts_updated if batch.reset else batch.contacts_new:
            self._sharing.share(self.contacts[cid])

    def _start(self, started: Started, batch: Batch) -> None:
        if not started.resumed:
            self._load(started, batch)
        self.me, batch.me = started.me, True
        self.epoch = started.epoch
        self.seq = self.seq if started.resumed else started.seq
        for link in started.links:
            apply.link(link, self, batch)

    def _load(self, started: Started, batch: Batch) -> None:
        """Put a snapshot in the place of everything."""
        batch.reset = True
        self._load_contacts(started.contacts, batch)
        batch.devices = True
        _replace(self.devices, {device.name: device for device in started.devices})
        batch.calls |= _replace(self.calls, {call.uid: call for call in started.calls})
        fresh = self._load_messages(started)
        batch.rooms |= _replace(self.rooms, {room.room_id: room for room in started.rooms})
        batch.messages += fresh

    def _load_contacts(self, contacts: Iterable[Contact], batch: Batch) -> None:
        after = {contact.cid: contact for contact in contacts}
        for cid in self.contacts.keys() - after.keys():
            batch.remove_contact(cid)
            batch.compare_calls(self.contacts[cid], None)
        for cid, contact in after.items():
            before = self.contacts.get(cid)
            if before is not None and contact == before:
                after[cid] = before
            else:
                batch.add_contact(cid, known=before is not None)
                if before is not None:
                    batch.compare_calls(before, contact)
        _replace(self.contacts, after)

    def _load_messages(self, started: Started) -> list[Message]:
        if started.epoch == self.epoch or not self.messages:
            return self.messages.load(started.messages)
        before = {room.room_id: room.cid for room in self.rooms.values()}
        after = {room.room_id: room.cid for room in started.rooms}
        return self.messages.renumber(started.messages, before, after)


def _replace(mapping: dict[K, V], after: Mapping[K, V]) -> set[K]:
    """Make a mapping equal to another, in place. Returns the keys whose values differ."""
    changed = {key for key in mapping.keys() | after.keys() if mapping.get(key) != after.get(key)}
    mapping.clear()
    mapping.update(after)
    return changed
