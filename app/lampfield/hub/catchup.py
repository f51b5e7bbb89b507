"""What a reader missed: from the journal, with the latest values of the store. Pure reading."""

from collections.abc import Iterable, Iterator
from functools import cache

from lampfield.feed import notices as told
from lampfield.feed.protocol import DATASETS
from lampfield.hub.store import Store
from lampfield.hub.track import Mark
from lampfield.model.contact import ContactPatch
from lampfield.model.identity import ContactId, DeviceName, RoomId
from lampfield.model.link import LinkName

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


def missed(store: Store, cursor: int, datasets: Datasets, upto: int | None = None) -> list[told.Notice]:
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


def _always(store: Store, cursor: int, upto: int, datasets: Datasets) -> Iterator[told.Notice]:
    for name, mark in store.journal.links.since(cursor):
        if mark.last <= upto and follows(datasets, name):
            yield told.LinkNotice(seq=mark.last, link=store.links.values[name])
    if cursor < store.journal.me_seq <= upto:
        yield told.MeUpdate(seq=store.journal.me_seq, me=store.operator.value)


def _contacts(store: Store, cursor: int, upto: int) -> list[told.Notice]:
    changed = store.journal.contacts.since(cursor, upto)
    return [_contact(store, cid, mark, cursor) for cid, mark in changed]


def _contact(store: Store, cid: ContactId, mark: Mark, cursor: int) -> told.Notice:
    if mark.gone:
        return told.ContactGone(seq=mark.last, cid=cid)
    contact = store.contacts.values[cid]
    if mark.born > cursor:
        return told.ContactNew(seq=mark.born, contact=contact)
    changed = {name: getattr(contact, name) for name, seq in mark.fields.items() if seq > cursor}
    return told.ContactUpdate(seq=mark.last, contact=ContactPatch(cid=cid, **changed))


def _devices(store: Store, cursor: int, upto: int) -> Iterator[told.Notice]:
    for name, mark in store.journal.devices.since(cursor, upto):
        yield _device(store, name, mark, cursor)


def _device(store: Store, name: DeviceName, mark: Mark, cursor: int) -> told.Notice:
    if mark.gone:
        return told.DeviceGone(seq=mark.last, name=name)
    device = store.devices.values[name]
    if mark.born > cursor:
        return told.DeviceNew(seq=mark.born, device=device)
    return told.DeviceUpdate(seq=mark.last, device=device)


def _rooms(store: Store, cursor: int, upto: int) -> Iterator[told.Notice]:
    for room_id, mark in store.journal.rooms.since(cursor, upto):
        yield _room(store, room_id, mark, cursor)


def _room(store: Store, room_id: RoomId, mark: Mark, cursor: int) -> told.Notice:
    if mark.gone:
        return told.RoomGone(seq=mark.last, room_id=room_id)
    room = store.rooms.values[room_id]
    if mark.born > cursor:
        return told.RoomNew(seq=mark.born, room=room)
    return told.RoomUpdate(seq=mark.last, room=room)


def _kept(kept: Iterable[told.Notice], datasets: Datasets) -> Iterator[told.Notice]:
    for notice in kept:
        is_message = isinstance(notice, told.MessageNew | told.MessageUpdate)
        if ("rooms" if is_message else "calls") in datasets:
            yield notice
