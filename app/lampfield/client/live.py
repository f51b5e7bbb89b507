"""Live mappings of handles, kept in step with the replica."""

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


class LiveMap(Generic[K, V, H]):
    """Things by key. Iterating gives the handles.

    Args:
        values_by_key: The latest values; kept up to date by somebody else.
        make: Makes the handle of a value.
        kind: The handles' class, for those who listen on it.
    """

    def __init__(self, values_by_key: Mapping[K, V], make: Callable[[V], H], kind: type[H]) -> None:
        self.values_by_key = values_by_key
        """The plain values: what a board draws."""
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
        """Return the handle of a key: always the same one.

        Raises:
            KeyError: There is no such thing.
        """
        handle = self._handles.get(key)
        if handle is None:
            handle = self._handles[key] = self._make(self.values_by_key[key])
        return handle

    def get(self, key: K) -> H | None:
        """Return the handle of a key, None when there is no such thing."""
        return self[key] if key in self.values_by_key else None

    def past(self, key: K, value: V) -> H:
        """Return the handle of a thing that is gone, for one who asks late."""
        return self._handles.get(key) or self._make(value)

    def expected(self, key: K, value: V) -> H:
        """Return the handle of a thing that is not told yet: it becomes that thing's."""
        handle = self._handles.get(key)
        if handle is None:
            handle = self._handles[key] = self._make(value)
        return handle

    def follow(self, new: AbstractSet[K], updated: AbstractSet[K], gone: Mapping[K, V | None]) -> None:
        """Bring the handles up to date and call their listeners.

        Args:
            new: Keys of things that came.
            updated: Keys of things that changed.
            gone: Keys of things that went, with their last value where it is known.
        """
        for key in self._known(new) | self._known(updated):
            self._handles[key].value = self.values_by_key[key]
        self._tell_present(Event.NEW, new)
        self._tell_present(Event.UPDATE, updated)
        for key, last in gone.items():
            self._drop(key, last)

    def _known(self, keys: AbstractSet[K]) -> set[K]:
        """Return those that have a handle: few, as a rule."""
        return self._handles.keys() & keys

    def _tell_present(self, event: Event, keys: AbstractSet[K]) -> None:
        for key in keys if self._kind.class_listeners else self._known(keys):
            self[key].tell(event)

    def _drop(self, key: K, last: V | None) -> None:
        handle = self._handles.pop(key, None)
        if handle is None and last is not None and self._kind.class_listeners:
            handle = self._make(last)
        if handle is not None:
            handle.value = handle.value if last is None else last
            handle.tell(Event.GONE)


MAX_ENDED = 64
"""How many ended calls are remembered, for an answer that comes after the end."""


class HandleSync:
    """What the rolls held after the last batch, to tell what is new in the next."""

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
        self, roll: LiveMap[K, V, H], last: Mapping[K, V] | None = None, touched: Iterable[K] = ()
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
