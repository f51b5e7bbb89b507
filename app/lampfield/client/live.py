"""Live mappings of handles, synchronised with the replica."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Generic, TypeVar

from lampfield.client.handles import Call, Contact, Device, Handle, Room
from lampfield.client.listeners import Event
from lampfield.client.replica import Batch
from lampfield.model import call, contact, device, room
from lampfield.model.identity import CallUid, ContactId, DeviceName, RoomId

K = TypeVar("K", bound=Hashable)


V = TypeVar("V")


H = TypeVar("H", bound=Handle[Any])


MAX_ENDED_CALLS = 64
"""The maximum number of ended calls that are kept, for a response that arrives after the end."""


class LiveMap(Generic[K, V, H]):
    """Handles by key, created on first access. Iterating yields the handles.

    Args:
        values_by_key: The latest values; the replica updates them in place.
        make: Creates the handle of a value.
        kind: The handles' class, whose listeners are called too.
    """

    def __init__(self, values_by_key: Mapping[K, V], make: Callable[[V], H], kind: type[H]) -> None:
        self.values_by_key = values_by_key
        """The plain values, without handles."""
        self._make = make
        self._kind = kind
        self._handles: dict[K, H] = {}

    def __len__(self) -> int:
        return len(self.values_by_key)

    def __contains__(self, key: object) -> bool:
        return key in self.values_by_key

    def __iter__(self) -> Iterator[H]:
        return (self[key] for key in list(self.values_by_key))

    def __getitem__(self, key: K) -> H:
        """Return the handle of a key: always the same object.

        Raises:
            KeyError: There is no value for the key.
        """
        handle = self._handles.get(key)
        if handle is None:
            handle = self._handles[key] = self._make(self.values_by_key[key])
        return handle

    def get(self, key: K) -> H | None:
        """Return the handle of a key; None without a value for it."""
        return self[key] if key in self.values_by_key else None

    def handle_after_gone(self, key: K, value: V) -> H:
        """Return the handle of an object that is gone, for a late lookup."""
        return self._handles.get(key) or self._make(value)

    def handle_before_new(self, key: K, value: V) -> H:
        """Return a handle for a key whose notification has not arrived. It stays the key's handle."""
        handle = self._handles.get(key)
        if handle is None:
            handle = self._handles[key] = self._make(value)
        return handle

    def sync(self, new: AbstractSet[K], updated: AbstractSet[K], gone: Mapping[K, V | None]) -> None:
        """Update the handles and call their listeners.

        Args:
            new: Keys of new objects.
            updated: Keys of changed objects.
            gone: Keys of removed objects, with their last value where it is known.
        """
        for key in self._existing(new) | self._existing(updated):
            self._handles[key].value = self.values_by_key[key]
        self._notify_present(Event.NEW, new)
        self._notify_present(Event.UPDATE, updated)
        for key, last in gone.items():
            self._drop(key, last)

    def _existing(self, keys: AbstractSet[K]) -> set[K]:
        """Return the keys that have a handle, usually few."""
        return self._handles.keys() & keys

    def _notify_present(self, event: Event, keys: AbstractSet[K]) -> None:
        for key in keys if self._kind.class_listeners else self._existing(keys):
            self[key].notify(event)

    def _drop(self, key: K, last: V | None) -> None:
        handle = self._handles.pop(key, None)
        if handle is None and last is not None and self._kind.class_listeners:
            handle = self._make(last)
        if handle is not None:
            handle.value = handle.value if last is None else last
            handle.notify(Event.GONE)


class HandleSync:
    """Finds what each batch changed, and updates the live mappings."""

    def __init__(
        self,
        contacts: LiveMap[ContactId, contact.Contact, Contact],
        devices: LiveMap[DeviceName, device.Device, Device],
        calls: LiveMap[CallUid, call.Call, Call],
        rooms: LiveMap[RoomId, room.Room, Room],
    ) -> None:
        self._contacts = contacts
        self._devices = devices
        self._calls = calls
        self._rooms = rooms
        self._before: dict[int, dict[Any, Any]] = {}
        self._ended: OrderedDict[CallUid, Call] = OrderedDict()

    def ended_call(self, uid: CallUid) -> Call | None:
        """Return a call that ended recently."""
        return self._ended.get(uid)

    def sync(self, batch: Batch) -> None:
        """Update the handles after a batch, and call the listeners."""
        for uid, value in batch.ended.items():
            self._keep_ended(uid, value)
        if batch.contacts_new or batch.contacts_updated or batch.contacts_gone:
            gone = dict.fromkeys(batch.contacts_gone)
            self._contacts.sync(batch.contacts_new, batch.contacts_updated, gone)
        if batch.devices:
            self._diff(self._devices)
        if batch.calls:
            self._diff(self._calls, batch.ended)
        if batch.rooms or batch.messages:
            self._diff(self._rooms, touched={message.room_id for message in batch.messages})

    def _diff(
        self, live_map: LiveMap[K, V, H], last: Mapping[K, V] | None = None, touched: Iterable[K] = ()
    ) -> None:
        """Compare all values of a mapping with those after the last batch. These mappings are small."""
        before: dict[K, V] = self._before.get(id(live_map), {})
        after = dict(live_map.values_by_key)
        self._before[id(live_map)] = after
        forced = set(touched)
        new = after.keys() - before.keys()
        updated = {key for key in after.keys() & before.keys() if after[key] != before[key] or key in forced}
        gone = {key: (last or {}).get(key, before[key]) for key in before.keys() - after.keys()}
        live_map.sync(new, updated, gone)

    def _keep_ended(self, uid: CallUid, value: call.Call) -> None:
        handle = self._ended[uid] = self._calls.handle_after_gone(uid, value)
        handle.value = value
        if len(self._ended) > MAX_ENDED_CALLS:
            self._ended.popitem(last=False)
