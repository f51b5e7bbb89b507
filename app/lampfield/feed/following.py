"""From a batch to the rolls: which handles are new, changed or gone by one frame."""

from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping
from typing import Any, TypeVar

from lampfield.feed.batch import Batch
from lampfield.feed.call import Call
from lampfield.feed.contact import Contact
from lampfield.feed.device import Device
from lampfield.feed.handle import Handle
from lampfield.feed.roll import Roll
from lampfield.feed.room import Room
from lampfield.model import call, contact, device, room
from lampfield.model.identity import CallUid, ContactId, DeviceName, RoomId

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
H = TypeVar("H", bound=Handle[Any])

MAX_ENDED = 64
"""How many ended calls are remembered, for an answer that comes after the end."""


class Following:
    """What the rolls held after the last batch, to tell what is new in the next."""

    def __init__(
        self,
        contacts: Roll[ContactId, contact.Contact, Contact],
        devices: Roll[DeviceName, device.Device, Device],
        calls: Roll[CallUid, call.Call, Call],
        rooms: Roll[RoomId, room.Room, Room],
    ) -> None:
        self._contacts = contacts
        self._devices = devices
        self._calls = calls
        self._rooms = rooms
        self._before: dict[int, dict[Any, Any]] = {}
        self._ended: OrderedDict[CallUid, Call] = OrderedDict()

    def ended_call(self, uid: CallUid) -> Call | None:
        """Return a call that ended a moment ago."""
        return self._ended.get(uid)

    def follow(self, batch: Batch) -> None:
        """Bring the rolls up to date with a batch, and call the listeners."""
        for uid, value in batch.ended.items():
            self._remember(uid, value)
        if batch.contacts_new or batch.contacts_updated or batch.contacts_gone:
            gone = dict.fromkeys(batch.contacts_gone)
            self._contacts.follow(batch.contacts_new, batch.contacts_updated, gone)
        if batch.devices:
            self._diff(self._devices)
        if batch.calls:
            self._diff(self._calls, batch.ended)
        if batch.rooms or batch.messages:
            self._diff(self._rooms, touched={message.room_id for message in batch.messages})

    def _diff(
        self, roll: Roll[K, V, H], last: Mapping[K, V] | None = None, touched: Iterable[K] = ()
    ) -> None:
        """Find what differs from the last batch. Few things are in these rolls, so all are compared."""
        before: dict[K, V] = self._before.get(id(roll), {})
        after = dict(roll.values_by_key)
        self._before[id(roll)] = after
        also = set(touched)
        new = after.keys() - before.keys()
        updated = {key for key in after.keys() & before.keys() if after[key] != before[key] or key in also}
        gone = {key: (last or {}).get(key, before[key]) for key in before.keys() - after.keys()}
        roll.follow(new, updated, gone)

    def _remember(self, uid: CallUid, value: call.Call) -> None:
        handle = self._ended[uid] = self._calls.past(uid, value)
        handle.value = value
        if len(self._ended) > MAX_ENDED:
            self._ended.popitem(last=False)
