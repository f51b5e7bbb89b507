"""What a client starts from: a snapshot, encoded once and cached, or just the changes that it missed."""

import asyncio
from collections.abc import Iterable, Iterator
from functools import cache

import msgspec

from lampfield.hub.changelog import Stamp
from lampfield.hub.store import Store
from lampfield.model.contact import ContactPatch
from lampfield.model.identity import ContactId, DeviceName, RoomId
from lampfield.model.link import Link, LinkName
from lampfield.protocol import notifications as told
from lampfield.protocol.limits import DATASETS
from lampfield.protocol.requests import Since, Started

Datasets = frozenset[str]
"""What a reader follows, of ``DATASETS``."""


def followed(names: Iterable[str]) -> Datasets:
    """Return what a reader follows that asks for these. Readers that ask for the same share one set."""
    return _shared(frozenset(names).intersection(DATASETS))


@cache
def _shared(datasets: Datasets) -> Datasets:
    return datasets


MOST_TOLD = 500
"""About so many contacts, and so many messages and calls, are told at once: neither hub nor client is held up
by one frame for long."""


def reach(store: Store, cursor: int, datasets: Datasets) -> int:
    """Return up to which change a reader is told at once that has seen all up to a number."""
    contacts = store.journal.contacts.since(cursor) if "contacts" in datasets else []
    kept = store.journal.kept_since(cursor)
    upto = store.seq
    if len(contacts) > MOST_TOLD:
        upto = min(upto, contacts[MOST_TOLD - 1][1].last)
    if len(kept) > MOST_TOLD:
        upto = min(upto, kept[MOST_TOLD - 1].seq)
    return upto


def missed(store: Store, cursor: int, datasets: Datasets, upto: int | None = None) -> list[told.Notification]:
    """Return what brings a reader up to date that has seen all changes up to a number.

    What changed often comes once, with its latest value; messages and calls come one by one. What is new
    has the number of its birth, so that it comes before what was said of it.

    Args:
        store: Where the values are.
        cursor: The last change that the reader has seen.
        datasets: What it follows.
        upto: The last change that it is told of now; all notices have a number up to it. None: the last.
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


def follows(datasets: Datasets, name: LinkName) -> bool:
    """Return whether a reader follows a link: those of servers always."""
    return name is not LinkName.DIRECTORY or "directory" in datasets


def _always(store: Store, cursor: int, upto: int, datasets: Datasets) -> Iterator[told.Notification]:
    for name, mark in store.journal.links.since(cursor):
        if mark.last <= upto and follows(datasets, name):
            yield told.LinkNotice(seq=mark.last, link=store.links.values[name])
    if cursor < store.journal.me_seq <= upto:
        yield told.MeUpdate(seq=store.journal.me_seq, me=store.operator.value)


def _contacts(store: Store, cursor: int, upto: int) -> list[told.Notification]:
    changed = store.journal.contacts.since(cursor, upto)
    return [_contact(store, cid, mark, cursor) for cid, mark in changed]


def _contact(store: Store, cid: ContactId, mark: Stamp, cursor: int) -> told.Notification:
    if mark.gone:
        return told.ContactGone(seq=mark.last, cid=cid)
    contact = store.contacts.values[cid]
    if mark.born > cursor:
        return told.ContactNew(seq=mark.born, contact=contact)
    changed = {name: getattr(contact, name) for name, seq in mark.fields.items() if seq > cursor}
    return told.ContactUpdate(seq=mark.last, contact=ContactPatch(cid=cid, **changed))


def _devices(store: Store, cursor: int, upto: int) -> Iterator[told.Notification]:
    for name, mark in store.journal.devices.since(cursor, upto):
        yield _device(store, name, mark, cursor)


def _device(store: Store, name: DeviceName, mark: Stamp, cursor: int) -> told.Notification:
    if mark.gone:
        return told.DeviceGone(seq=mark.last, name=name)
    device = store.devices.values[name]
    if mark.born > cursor:
        return told.DeviceNew(seq=mark.born, device=device)
    return told.DeviceUpdate(seq=mark.last, device=device)


def _rooms(store: Store, cursor: int, upto: int) -> Iterator[told.Notification]:
    for room_id, mark in store.journal.rooms.since(cursor, upto):
        yield _room(store, room_id, mark, cursor)


def _room(store: Store, room_id: RoomId, mark: Stamp, cursor: int) -> told.Notification:
    if mark.gone:
        return told.RoomGone(seq=mark.last, room_id=room_id)
    room = store.rooms.values[room_id]
    if mark.born > cursor:
        return told.RoomNew(seq=mark.born, room=room)
    return told.RoomUpdate(seq=mark.last, room=room)


def _kept(kept: Iterable[told.Notification], datasets: Datasets) -> Iterator[told.Notification]:
    for notice in kept:
        is_message = isinstance(notice, told.MessageNew | told.MessageUpdate)
        if ("rooms" if is_message else "calls") in datasets:
            yield notice


def snapshot(store: Store, epoch: str, datasets: Datasets) -> Started:
    """Return the latest values of what a reader follows."""
    rooms = "rooms" in datasets
    talks = store.rooms.talks.values() if rooms else ()
    return Started(
        epoch=epoch,
        seq=store.seq,
        me=store.operator.value,
        links=_links(store, datasets),
        contacts=tuple(store.contacts.values.values()) if "contacts" in datasets else (),
        devices=tuple(store.devices.values.values()) if "devices" in datasets else (),
        calls=tuple(store.calls.values.values()) if "calls" in datasets else (),
        rooms=tuple(store.rooms.values.values()) if rooms else (),
        messages=tuple(message for talk in talks for message in talk.messages),
    )


def resumption(store: Store, epoch: str, datasets: Datasets) -> Started:
    """Return the answer to a reader that goes on where it was cut off."""
    return Started(
        epoch=epoch,
        seq=store.seq,
        resumed=True,
        me=store.operator.value,
        links=_links(store, datasets),
    )


def _links(store: Store, datasets: Datasets) -> tuple[Link, ...]:
    return tuple(link for name, link in store.links.values.items() if follows(datasets, name))


SNAPSHOT_SECONDS = 0.5
"""How long a snapshot serves others who start; what changed since is told on top."""

SLICE_CONTACTS = 200
"""So many are encoded before others have their turn. They are one piece of a frame, as a rule."""


class Opening(msgspec.Struct, frozen=True):
    """The answer to ``feed.start``."""

    parts: tuple[bytes, ...]
    """JSON text, in parts that belong one to the other: no block of memory is as large as a snapshot."""
    upto: int
    """The change after which the news begin."""


class SnapshotCache:
    """The answers of one store.

    Args:
        store: Where the values are.
        epoch: Names this run of the hub.
    """

    def __init__(self, store: Store, epoch: str) -> None:
        self._store = store
        self._epoch = epoch
        self._snapshots: dict[Datasets, asyncio.Task[Opening]] = {}

    async def get(self, since: Since | None, datasets: Datasets) -> Opening:
        """Return the answer for a reader that starts.

        Args:
            since: Where it was cut off; it goes on there when all that followed is known.
            datasets: What it follows.
        """
        holds = self._store.journal.holds
        if since is not None and since.epoch == self._epoch and holds(since.seq):
            return Opening((msgspec.json.encode(resumption(self._store, self._epoch, datasets)),), since.seq)
        while True:
            making = self._snapshot(datasets)
            # Others may wait for it too: one who goes away meanwhile does not end it.
            opening = await asyncio.shield(making)
            if holds(opening.upto):
                return opening
            self._forget(datasets, making)

    def _snapshot(self, datasets: Datasets) -> asyncio.Task[Opening]:
        """Return the snapshot that was made a moment ago, or is being made."""
        making = self._snapshots.get(datasets)
        if making is None:
            making = asyncio.create_task(self._made(datasets), name="snapshot")
            self._snapshots[datasets] = making
            making.add_done_callback(lambda task: self._forget_later(datasets, task))
        return making

    async def _made(self, datasets: Datasets) -> Opening:
        started = snapshot(self._store, self._epoch, datasets)
        return Opening(await encoded(started), started.seq)

    def _forget_later(self, datasets: Datasets, making: asyncio.Task[Opening]) -> None:
        seconds = SNAPSHOT_SECONDS if not making.cancelled() and making.exception() is None else 0.0
        asyncio.get_running_loop().call_later(seconds, self._forget, datasets, making)

    def _forget(self, datasets: Datasets, making: asyncio.Task[Opening]) -> None:
        if self._snapshots.get(datasets) is making:
            del self._snapshots[datasets]


async def encoded(started: Started) -> tuple[bytes, ...]:
    """Return a snapshot as JSON text in parts. Nobody waits for long meanwhile: contacts come in slices."""
    whole = msgspec.json.encode(msgspec.structs.replace(started, contacts=()))
    # Within a text a quote is escaped, so this stands nowhere else.
    head, bracket, tail = whole.partition(b'"contacts":[')
    parts = [head + bracket]
    for begin in range(0, len(started.contacts), SLICE_CONTACTS):
        contacts = msgspec.json.encode(started.contacts[begin : begin + SLICE_CONTACTS])[1:-1]
        parts.append(b"," + contacts if begin else contacts)
        await asyncio.sleep(0)
    return (*parts, tail)
