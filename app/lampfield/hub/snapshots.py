"""The start of a feed: a snapshot, encoded once and cached, or the changes that a client missed."""

import asyncio
from collections.abc import Iterable, Iterator
from functools import cache

import msgspec

from lampfield.hub.changelog import Stamp
from lampfield.hub.store import Store
from lampfield.model.contact import ContactPatch
from lampfield.model.identity import ContactId, DeviceName, RoomId
from lampfield.model.link import Link, LinkName
from lampfield.protocol import notifications
from lampfield.protocol.limits import DATASETS
from lampfield.protocol.requests import Since, Started

Datasets = frozenset[str]
"""The datasets that a client follows, a subset of ``DATASETS``."""


def valid_datasets(names: Iterable[str]) -> Datasets:
    """Return the known datasets among the requested ones. Equal sets are the same object."""
    return _shared(frozenset(names).intersection(DATASETS))


@cache
def _shared(datasets: Datasets) -> Datasets:
    return datasets


MAX_ITEMS_PER_BATCH = 500
"""The approximate number of contacts, and of messages and calls, in one frame, so that no frame blocks hub or
client for long."""


def batch_end(store: Store, cursor: int, datasets: Datasets) -> int:
    """Return the last change of the next frame for a client at a cursor."""
    contacts = store.journal.contacts.since(cursor) if "contacts" in datasets else []
    kept = store.journal.kept_since(cursor)
    upto = store.seq
    if len(contacts) > MAX_ITEMS_PER_BATCH:
        upto = min(upto, contacts[MAX_ITEMS_PER_BATCH - 1][1].last)
    if len(kept) > MAX_ITEMS_PER_BATCH:
        upto = min(upto, kept[MAX_ITEMS_PER_BATCH - 1].seq)
    return upto


def missed_changes(
    store: Store, cursor: int, datasets: Datasets, upto: int | None = None
) -> list[notifications.Notification]:
    """Return the notifications that bring a client from a cursor up to date.

    A value that changed several times is sent once, in its latest state; messages and calls are sent one by
    one. A new value has the number of its creation, so that it precedes notifications that refer to it.

    Args:
        store: The account's state.
        cursor: The last change that the client has seen.
        datasets: The datasets that it follows.
        upto: The last change to include. None: the latest change.
    """
    upto = store.seq if upto is None else upto
    found = [*_always(store, cursor, upto, datasets)]
    if "contacts" in datasets:
        found += _contacts(store, cursor, upto)
    if "devices" in datasets:
        found += _devices(store, cursor, upto)
    if "rooms" in datasets:
        found += _rooms(store, cursor, upto)
    found += _kept(store.journal.kept_since(cursor, upto), datasets)
    found.sort(key=lambda notice: notice.seq)
    return found


def includes_link(datasets: Datasets, name: LinkName) -> bool:
    """Return whether datasets include a link. Links to servers are always included."""
    return name is not LinkName.DIRECTORY or "directory" in datasets


def _always(store: Store, cursor: int, upto: int, datasets: Datasets) -> Iterator[notifications.Notification]:
    for name, stamp in store.journal.links.since(cursor):
        if stamp.last <= upto and includes_link(datasets, name):
            yield notifications.LinkNotice(seq=stamp.last, link=store.links.values[name])
    if cursor < store.journal.me_seq <= upto:
        yield notifications.MeUpdate(seq=store.journal.me_seq, me=store.operator.value)


def _contacts(store: Store, cursor: int, upto: int) -> list[notifications.Notification]:
    changed = store.journal.contacts.since(cursor, upto)
    return [_contact(store, cid, stamp, cursor) for cid, stamp in changed]


def _contact(store: Store, cid: ContactId, stamp: Stamp, cursor: int) -> notifications.Notification:
    if stamp.removed:
        return notifications.ContactGone(seq=stamp.last, cid=cid)
    contact = store.contacts.values[cid]
    if stamp.added > cursor:
        return notifications.ContactNew(seq=stamp.added, contact=contact)
    changed = {name: getattr(contact, name) for name, seq in stamp.fields.items() if seq > cursor}
    return notifications.ContactUpdate(seq=stamp.last, contact=ContactPatch(cid=cid, **changed))


def _devices(store: Store, cursor: int, upto: int) -> Iterator[notifications.Notification]:
    for name, stamp in store.journal.devices.since(cursor, upto):
        yield _device(store, name, stamp, cursor)


def _device(store: Store, name: DeviceName, stamp: Stamp, cursor: int) -> notifications.Notification:
    if stamp.removed:
        return notifications.DeviceGone(seq=stamp.last, name=name)
    device = store.devices.values[name]
    if stamp.added > cursor:
        return notifications.DeviceNew(seq=stamp.added, device=device)
    return notifications.DeviceUpdate(seq=stamp.last, device=device)


def _rooms(store: Store, cursor: int, upto: int) -> Iterator[notifications.Notification]:
    for room_id, stamp in store.journal.rooms.since(cursor, upto):
        yield _room(store, room_id, stamp, cursor)


def _room(store: Store, room_id: RoomId, stamp: Stamp, cursor: int) -> notifications.Notification:
    if stamp.removed:
        return notifications.RoomGone(seq=stamp.last, room_id=room_id)
    room = store.rooms.values[room_id]
    if stamp.added > cursor:
        return notifications.RoomNew(seq=stamp.added, room=room)
    return notifications.RoomUpdate(seq=stamp.last, room=room)


def _kept(
    kept: Iterable[notifications.Notification], datasets: Datasets
) -> Iterator[notifications.Notification]:
    for notice in kept:
        is_message = isinstance(notice, notifications.MessageNew | notifications.MessageUpdate)
        if ("rooms" if is_message else "calls") in datasets:
            yield notice


def snapshot(store: Store, epoch: str, datasets: Datasets) -> Started:
    """Return the current state of the datasets that a client follows."""
    rooms = "rooms" in datasets
    windows = store.rooms.windows.values() if rooms else ()
    return Started(
        epoch=epoch,
        seq=store.seq,
        me=store.operator.value,
        links=_links(store, datasets),
        contacts=tuple(store.contacts.values.values()) if "contacts" in datasets else (),
        devices=tuple(store.devices.values.values()) if "devices" in datasets else (),
        calls=tuple(store.calls.values.values()) if "calls" in datasets else (),
        rooms=tuple(store.rooms.values.values()) if rooms else (),
        messages=tuple(message for window in windows for message in window.messages),
    )


def resumption(store: Store, epoch: str, datasets: Datasets) -> Started:
    """Return the answer to a client that resumes."""
    return Started(
        epoch=epoch,
        seq=store.seq,
        resumed=True,
        me=store.operator.value,
        links=_links(store, datasets),
    )


def _links(store: Store, datasets: Datasets) -> tuple[Link, ...]:
    return tuple(link for name, link in store.links.values.items() if includes_link(datasets, name))


SNAPSHOT_SECONDS = 0.5
"""How long a snapshot is cached; clients get later changes in addition."""

SLICE_CONTACTS = 200
"""The number of contacts that are encoded before control returns to the event loop."""


class StartAnswer(msgspec.Struct, frozen=True):
    """The answer to ``feed.start``."""

    parts: tuple[bytes, ...]
    """JSON text in parts, so that no block of memory is as large as a snapshot."""
    upto: int
    """The last change that the answer includes."""


class SnapshotCache:
    """A cache of the answers to ``feed.start``.

    Args:
        store: The account's state.
        epoch: Identifies this run of the hub.
    """

    def __init__(self, store: Store, epoch: str) -> None:
        self._store = store
        self._epoch = epoch
        self._snapshots: dict[Datasets, asyncio.Task[StartAnswer]] = {}

    async def get(self, since: Since | None, datasets: Datasets) -> StartAnswer:
        """Return the answer to ``feed.start``.

        Args:
            since: The last change that the client has seen; it resumes if all later changes are still kept.
            datasets: The datasets that it follows.
        """
        can_resume = self._store.journal.can_resume
        if since is not None and since.epoch == self._epoch and can_resume(since.seq):
            return StartAnswer(
                (msgspec.json.encode(resumption(self._store, self._epoch, datasets)),), since.seq
            )
        while True:
            task = self._snapshot(datasets)
            # Shielded: other clients may wait for the same task.
            answer = await asyncio.shield(task)
            if can_resume(answer.upto):
                return answer
            self._drop(datasets, task)

    def _snapshot(self, datasets: Datasets) -> asyncio.Task[StartAnswer]:
        """Return the task of the cached snapshot, or start one."""
        task = self._snapshots.get(datasets)
        if task is None:
            task = asyncio.create_task(self._encode(datasets), name="snapshot")
            self._snapshots[datasets] = task
            task.add_done_callback(lambda task: self._expire_later(datasets, task))
        return task

    async def _encode(self, datasets: Datasets) -> StartAnswer:
        started = snapshot(self._store, self._epoch, datasets)
        return StartAnswer(await encode_snapshot(started), started.seq)

    def _expire_later(self, datasets: Datasets, task: asyncio.Task[StartAnswer]) -> None:
        seconds = SNAPSHOT_SECONDS if not task.cancelled() and task.exception() is None else 0.0
        asyncio.get_running_loop().call_later(seconds, self._drop, datasets, task)

    def _drop(self, datasets: Datasets, task: asyncio.Task[StartAnswer]) -> None:
        if self._snapshots.get(datasets) is task:
            del self._snapshots[datasets]


async def encode_snapshot(started: Started) -> tuple[bytes, ...]:
    """Return a snapshot as JSON text in parts, yielding to the event loop after each slice of contacts."""
    whole = msgspec.json.encode(msgspec.structs.replace(started, contacts=()))
    # Quotes within strings are escaped, so this sequence is unique.
    head, bracket, tail = whole.partition(b'"contacts":[')
    parts = [head + bracket]
    for begin in range(0, len(started.contacts), SLICE_CONTACTS):
        contacts = msgspec.json.encode(started.contacts[begin : begin + SLICE_CONTACTS])[1:-1]
        parts.append(b"," + contacts if begin else contacts)
        await asyncio.sleep(0)
    return (*parts, tail)
