"""The replica: what the hub has sent, applied to frozen values, and what each frame changed. No I/O."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from msgspec import UNSET, Struct, field
from msgspec.structs import force_setattr, replace

from lampfield.client.messagelog import MessageLog
from lampfield.model.call import Call
from lampfield.model.contact import Contact, changes_of
from lampfield.model.device import Device
from lampfield.model.identity import CallUid, ContactId, DeviceName, RoomId
from lampfield.model.link import Link, LinkName, LinkState, Me
from lampfield.model.room import Message, Room
from lampfield.protocol import notifications as told
from lampfield.protocol.notifications import Notification
from lampfield.protocol.requests import Since, Started

MAX_SHARED = 4_096
"""How many values are known at most; then it begins anew, which costs memory and nothing else."""

_COMMON = ("company", "company_name", "tags", "blf_reason", "labels")
"""The properties that many contacts have alike."""


class Sharing:
    """Gives equal values of contacts the same object. What they say stays the same."""

    def __init__(self) -> None:
        self._known: dict[str | tuple[str, ...], str | tuple[str, ...]] = {}

    @property
    def known(self) -> int:
        """How many values are known."""
        return len(self._known)

    def share(self, contact: Contact) -> None:
        """Let a contact that was just read have the values of others, as far as they are equal."""
        if len(self._known) > MAX_SHARED:
            self._known.clear()
        for name in _COMMON:
            value = getattr(contact, name)
            if value:
                force_setattr(contact, name, self._known.setdefault(value, value))
        if contact.chat_id and contact.chat_id == contact.email:
            force_setattr(contact, "chat_id", contact.email)
        for state in contact.states.values():
            force_setattr(state, "show", self._known.setdefault(state.show, state.show))
            force_setattr(state, "status", self._known.setdefault(state.status, state.status))
            if state.since == contact.show_since:
                force_setattr(state, "since", contact.show_since)


K = TypeVar("K")
V = TypeVar("V")

Told = Notification | Started
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
                apply_notification(item, self, batch)
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
            apply_link(link, self, batch)

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


LIVE = frozenset(
    ("blf", "blf_reason", "blf_since", "can_chat", "labels", "party", "show", "show_since", "states")
)
"""The properties of a contact that say how it is now; all others describe it."""


HUB_LOST = "The hub is not connected, so this is not known."


def apply_notification(item: told.Notification, replica: Replica, batch: Batch) -> None:
    """Apply one notification and note in the batch what changed. One without meaning here is skipped."""
    if (applied := _APPLIED.get(type(item))) is not None:
        applied(item, replica, batch)


def apply_link(value: Link, replica: Replica, batch: Batch) -> None:
    """Apply the state of a link."""
    if replica.links.get(value.name) != value:
        replica.links[value.name] = value
        batch.links.add(value.name)


def apply_hub_lost(hub: Link, replica: Replica, batch: Batch) -> None:
    """Note that how the sources' links are is not known while the hub is not connected.

    Args:
        hub: The link to the hub, since when it is not up.
        replica: Kept up to date.
        batch: Gets what changed.
    """
    for value in tuple(replica.links.values()):
        if value.name is not LinkName.HUB and value.state not in (LinkState.ABSENT, LinkState.UNKNOWN):
            since = hub.since if value.state is LinkState.UP else value.since
            apply_link(replace(value, state=LinkState.UNKNOWN, since=since, reason=HUB_LOST), replica, batch)


def _contact_new(item: told.ContactNew, replica: Replica, batch: Batch) -> None:
    contact = item.contact
    before = replica.contacts.get(contact.cid)
    if before != contact:
        batch.add_contact(contact.cid, known=before is not None)
        replica.contacts[contact.cid] = contact
        if before is not None:
            batch.compare_calls(before, contact)


def _contact_update(item: told.ContactUpdate, replica: Replica, batch: Batch) -> None:
    cid = item.contact.cid
    before = replica.contacts.get(cid) if cid is not UNSET else None
    if before is None:
        # A change of what was never told: the copy has a gap, and only a snapshot mends it.
        replica.forget_place()
        return
    changes = changes_of(item.contact)
    after = replace(before, **changes)
    if after != before:
        replica.contacts[before.cid] = after
        batch.update_contact(before.cid, described=not LIVE.issuperset(changes))
        if "party" in changes:
            batch.compare_calls(before, after)


def _contact_gone(item: told.ContactGone, replica: Replica, batch: Batch) -> None:
    if (before := replica.contacts.pop(item.cid, None)) is not None:
        batch.remove_contact(item.cid)
        batch.compare_calls(before, None)


def _device(item: told.DeviceNew | told.DeviceUpdate, replica: Replica, batch: Batch) -> None:
    batch.devices = True
    replica.devices[item.device.name] = item.device


def _device_gone(item: told.DeviceGone, replica: Replica, batch: Batch) -> None:
    batch.devices |= replica.devices.pop(item.name, None) is not None


def _call(item: told.CallNew | told.CallUpdate, replica: Replica, batch: Batch) -> None:
    batch.calls.add(item.call.uid)
    replica.calls[item.call.uid] = item.call


def _call_gone(item: told.CallGone, replica: Replica, batch: Batch) -> None:
    if replica.calls.pop(item.uid, None) is not None:
        batch.calls.add(item.uid)
        batch.ended[item.uid] = item.call


def _room(item: told.RoomNew | told.RoomUpdate, replica: Replica, batch: Batch) -> None:
    batch.rooms.add(item.room.room_id)
    replica.rooms[item.room.room_id] = item.room


def _room_gone(item: told.RoomGone, replica: Replica, batch: Batch) -> None:
    if replica.rooms.pop(item.room_id, None) is not None:
        batch.rooms.add(item.room_id)
        replica.messages.drop_room(item.room_id)


def _message(item: told.MessageNew | told.MessageUpdate, replica: Replica, batch: Batch) -> None:
    room = replica.rooms.get(item.message.room_id)
    is_new = replica.messages.put(item.message, room.cid if room is not None else None)
    (batch.messages if is_new else batch.messages_updated).append(item.message)


def _link(item: told.LinkNotice, replica: Replica, batch: Batch) -> None:
    apply_link(item.link, replica, batch)


def _me(item: told.MeUpdate, replica: Replica, batch: Batch) -> None:
    batch.me = batch.me or replica.me != item.me
    replica.me = item.me


_APPLIED: dict[type[told.Notification], Callable[..., None]] = {
    told.ContactNew: _contact_new,
    told.ContactUpdate: _contact_update,
    told.ContactGone: _contact_gone,
    told.DeviceNew: _device,
    told.DeviceUpdate: _device,
    told.DeviceGone: _device_gone,
    told.CallNew: _call,
    told.CallUpdate: _call,
    told.CallGone: _call_gone,
    told.RoomNew: _room,
    told.RoomUpdate: _room,
    told.RoomGone: _room_gone,
    told.MessageNew: _message,
    told.MessageUpdate: _message,
    told.LinkNotice: _link,
    told.MeUpdate: _me,
}


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
