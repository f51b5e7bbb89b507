"""The replica: the hub's state as frozen values, and what each frame changed. No I/O."""

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
from lampfield.protocol import notifications
from lampfield.protocol.notifications import Notification
from lampfield.protocol.requests import Since, Started

K = TypeVar("K")


V = TypeVar("V")


FeedItem = Notification | Started
"""An item of the feed that changes the replica."""


MAX_INTERNED = 4_096
"""The maximum number of interned values. Then the table is cleared, which only costs memory."""


_COMMON = ("company", "company_name", "tags", "blf_reason", "labels")
"""The properties whose values many contacts share."""


LIVE = frozenset(
    ("blf", "blf_reason", "blf_since", "can_chat", "labels", "party", "show", "show_since", "states")
)
"""The properties of a contact that are its current state; all others describe it."""


HUB_LOST = "The hub is not connected, so this is not known."


class Replica:
    """The last known values by key. Each mapping stays the same object, so views may keep it."""

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
        self._interner = Interner()

    @property
    def since(self) -> Since | None:
        """The cursor for a resume; None before the first snapshot."""
        return Since(epoch=self.epoch, seq=self.seq) if self.epoch else None

    def invalidate(self) -> None:
        """Drop the cursor, so that the next start asks for a snapshot."""
        self.epoch = ""

    def apply(self, items: Iterable[FeedItem], batch: Batch | None = None) -> Batch:
        """Apply the items of one frame and return what they changed.

        Notifications are idempotent, so none is dropped by its sequence number.

        Args:
            items: The items of the frame.
            batch: Gets the changes, up to an item that fails; None: a new batch.
        """
        batch = batch if batch is not None else Batch()
        for item in items:
            if isinstance(item, Started):
                self._start(item, batch)
            else:
                apply_notification(item, self, batch)
                self.seq = max(self.seq, item.seq)
        self._intern(batch)
        return batch

    def _intern(self, batch: Batch) -> None:
        """Intern the values of contacts that were decoded whole."""
        for cid in batch.contacts_new | batch.contacts_updated if batch.reset else batch.contacts_new:
            self._interner.intern(self.contacts[cid])

    def _start(self, started: Started, batch: Batch) -> None:
        if not started.resumed:
            self._load_snapshot(started, batch)
        self.me, batch.me = started.me, True
        self.epoch = started.epoch
        self.seq = self.seq if started.resumed else started.seq
        for link in started.links:
            apply_link(link, self, batch)

    def _load_snapshot(self, started: Started, batch: Batch) -> None:
        """Replace everything by a snapshot."""
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
            batch.note_call_end(self.contacts[cid], None)
        for cid, contact in after.items():
            before = self.contacts.get(cid)
            if before is not None and contact == before:
                after[cid] = before
            else:
                batch.add_contact(cid, known=before is not None)
                if before is not None:
                    batch.note_call_end(before, contact)
        _replace(self.contacts, after)

    def _load_messages(self, started: Started) -> list[Message]:
        if started.epoch == self.epoch or not self.messages:
            return self.messages.load(started.messages)
        before = {room.room_id: room.cid for room in self.rooms.values()}
        after = {room.room_id: room.cid for room in started.rooms}
        return self.messages.renumber(started.messages, before, after)


class Batch(Struct):
    """What one frame changed. The live mappings have the new values when a subscriber gets it.

    A contact is in at most one of the sets new, updated and gone: they compare before the frame with after.
    """

    reset: bool = False
    """A snapshot replaced everything; the sets still hold only what differs."""
    contacts_new: set[ContactId] = field(default_factory=set)
    contacts_updated: set[ContactId] = field(default_factory=set)
    contacts_gone: set[ContactId] = field(default_factory=set)
    contacts_described: set[ContactId] = field(default_factory=set)
    """The updated contacts whose description changed, such as name, number, tags or relationship."""
    call_ends: list[Contact] = field(default_factory=list)
    """Contacts whose call ended or continued with another party, as they were during it."""
    devices: bool = False
    """A device is new, changed or gone."""
    calls: set[CallUid] = field(default_factory=set)
    """Calls that are new, changed or ended."""
    ended: dict[CallUid, Call] = field(default_factory=dict)
    """The last state of calls that ended, with the cause."""
    rooms: set[RoomId] = field(default_factory=set)
    """Rooms that are new, changed or gone."""
    messages: list[Message] = field(default_factory=list)
    """New messages, in the order of arrival."""
    messages_updated: list[Message] = field(default_factory=list)
    links: set[LinkName] = field(default_factory=set)
    me: bool = False

    @property
    def has_other_changes(self) -> bool:
        """Whether anything besides contacts changed."""
        more = (self.reset, self.devices, self.calls, self.rooms, self.messages, self.messages_updated)
        return any(more) or bool(self.links) or self.me

    def add_contact(self, cid: ContactId, *, known: bool) -> None:
        """Add a contact that is new, or, with ``known``, was decoded whole again."""
        if cid in self.contacts_gone:
            self.contacts_gone.discard(cid)
            self.update_contact(cid, described=True)
        elif not known:
            self.contacts_new.add(cid)
        else:
            self.update_contact(cid, described=True)

    def update_contact(self, cid: ContactId, *, described: bool) -> None:
        """Add a changed contact. ``described``: its description changed, not only phone and presence."""
        if cid not in self.contacts_new:
            self.contacts_updated.add(cid)
            if described:
                self.contacts_described.add(cid)

    def note_call_end(self, before: Contact, after: Contact | None) -> None:
        """Add a contact to `call_ends` if its call is no longer the same. ``after`` is None if it is gone."""
        party, now = before.party, after.party if after is not None else None
        if party is not None and (now is None or not now.continues(party)):
            self.call_ends.append(before)

    def remove_contact(self, cid: ContactId) -> None:
        """Add a contact that is gone. One that was new in the same frame is left out."""
        self.contacts_updated.discard(cid)
        self.contacts_described.discard(cid)
        if cid in self.contacts_new:
            self.contacts_new.discard(cid)
        else:
            self.contacts_gone.add(cid)


class Interner:
    """Replaces equal property values of contacts by one object, to save memory."""

    def __init__(self) -> None:
        self._known: dict[str | tuple[str, ...], str | tuple[str, ...]] = {}

    @property
    def known(self) -> int:
        """The number of interned values."""
        return len(self._known)

    def intern(self, contact: Contact) -> None:
        """Replace the values of a contact that was just decoded by equal ones of other contacts."""
        if len(self._known) > MAX_INTERNED:
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


def apply_notification(item: notifications.Notification, replica: Replica, batch: Batch) -> None:
    """Apply one notification, and add its changes to the batch. Types without a handler are skipped."""
    if (applied := _HANDLERS.get(type(item))) is not None:
        applied(item, replica, batch)


def apply_link(value: Link, replica: Replica, batch: Batch) -> None:
    """Apply the state of a link."""
    if replica.links.get(value.name) != value:
        replica.links[value.name] = value
        batch.links.add(value.name)


def apply_hub_lost(hub: Link, replica: Replica, batch: Batch) -> None:
    """Set the links of the sources to unknown while the hub is not connected.

    Args:
        hub: The link to the hub, with the time of its loss.
        replica: Gets the states.
        batch: Gets the changes.
    """
    for value in tuple(replica.links.values()):
        if value.name is not LinkName.HUB and value.state not in (LinkState.ABSENT, LinkState.UNKNOWN):
            since = hub.since if value.state is LinkState.UP else value.since
            apply_link(replace(value, state=LinkState.UNKNOWN, since=since, reason=HUB_LOST), replica, batch)


def _contact_new(item: notifications.ContactNew, replica: Replica, batch: Batch) -> None:
    contact = item.contact
    before = replica.contacts.get(contact.cid)
    if before != contact:
        batch.add_contact(contact.cid, known=before is not None)
        replica.contacts[contact.cid] = contact
        if before is not None:
            batch.note_call_end(before, contact)


def _contact_update(item: notifications.ContactUpdate, replica: Replica, batch: Batch) -> None:
    cid = item.contact.cid
    before = replica.contacts.get(cid) if cid is not UNSET else None
    if before is None:
        # An update of an unknown contact: the replica has a gap, which only a snapshot closes.
        replica.invalidate()
        return
    changes = changes_of(item.contact)
    after = replace(before, **changes)
    if after != before:
        replica.contacts[before.cid] = after
        batch.update_contact(before.cid, described=not LIVE.issuperset(changes))
        if "party" in changes:
            batch.note_call_end(before, after)


def _contact_gone(item: notifications.ContactGone, replica: Replica, batch: Batch) -> None:
    if (before := replica.contacts.pop(item.cid, None)) is not None:
        batch.remove_contact(item.cid)
        batch.note_call_end(before, None)


def _device(
    item: notifications.DeviceNew | notifications.DeviceUpdate, replica: Replica, batch: Batch
) -> None:
    batch.devices = True
    replica.devices[item.device.name] = item.device


def _device_gone(item: notifications.DeviceGone, replica: Replica, batch: Batch) -> None:
    batch.devices |= replica.devices.pop(item.name, None) is not None


def _call(item: notifications.CallNew | notifications.CallUpdate, replica: Replica, batch: Batch) -> None:
    batch.calls.add(item.call.uid)
    replica.calls[item.call.uid] = item.call


def _call_gone(item: notifications.CallGone, replica: Replica, batch: Batch) -> None:
    if replica.calls.pop(item.uid, None) is not None:
        batch.calls.add(item.uid)
        batch.ended[item.uid] = item.call


def _room(item: notifications.RoomNew | notifications.RoomUpdate, replica: Replica, batch: Batch) -> None:
    batch.rooms.add(item.room.room_id)
    replica.rooms[item.room.room_id] = item.room


def _room_gone(item: notifications.RoomGone, replica: Replica, batch: Batch) -> None:
    if replica.rooms.pop(item.room_id, None) is not None:
        batch.rooms.add(item.room_id)
        replica.messages.drop_room(item.room_id)


def _message(
    item: notifications.MessageNew | notifications.MessageUpdate, replica: Replica, batch: Batch
) -> None:
    room = replica.rooms.get(item.message.room_id)
    is_new = replica.messages.put(item.message, room.cid if room is not None else None)
    (batch.messages if is_new else batch.messages_updated).append(item.message)


def _link(item: notifications.LinkNotice, replica: Replica, batch: Batch) -> None:
    apply_link(item.link, replica, batch)


def _me(item: notifications.MeUpdate, replica: Replica, batch: Batch) -> None:
    batch.me = batch.me or replica.me != item.me
    replica.me = item.me


_HANDLERS: dict[type[notifications.Notification], Callable[..., None]] = {
    notifications.ContactNew: _contact_new,
    notifications.ContactUpdate: _contact_update,
    notifications.ContactGone: _contact_gone,
    notifications.DeviceNew: _device,
    notifications.DeviceUpdate: _device,
    notifications.DeviceGone: _device_gone,
    notifications.CallNew: _call,
    notifications.CallUpdate: _call,
    notifications.CallGone: _call_gone,
    notifications.RoomNew: _room,
    notifications.RoomUpdate: _room,
    notifications.RoomGone: _room_gone,
    notifications.MessageNew: _message,
    notifications.MessageUpdate: _message,
    notifications.LinkNotice: _link,
    notifications.MeUpdate: _me,
}


def _replace(mapping: dict[K, V], after: Mapping[K, V]) -> set[K]:
    """Make a mapping equal to another in place. Returns the keys whose values differ."""
    changed = {key for key in mapping.keys() | after.keys() if mapping.get(key) != after.get(key)}
    mapping.clear()
    mapping.update(after)
    return changed
