"""What a reader missed: from the journal, with the latest values of the store. Pure reading."""

from collections.abc import Iterable, Iterator

from lampfield.feed import notices as told
from lampfield.hub.store import Store
from lampfield.hub.track import Mark
from lampfield.model.contact import ContactPatch
from lampfield.model.identity import ContactId, DeviceName, RoomId

Datasets = frozenset[str]
"""What a reader follows, of ``DATASETS``."""


def missed(store: Store, cursor: int, datasets: Datasets) -> list[told.Notice]:
    """Return what brings a reader up to date that has seen all changes up to a number.

    What changed often comes once, with its latest value; messages and calls come one by one. What is new
    has the number of its birth, so that it comes before what was said of it.
    """
    found = [*_always(store, cursor)]
    if "contacts" in datasets:
        found += _contacts(store, cursor)
    if "devices" in datasets:
        found += _devices(store, cursor)
    if "rooms" in datasets:
        found += _rooms(store, cursor)
    found += _kept(store.journal.kept_since(cursor), datasets)
    found.sort(key=lambda notice: notice.seq)
    return found


def _always(store: Store, cursor: int) -> Iterator[told.Notice]:
    for name, mark in store.journal.links.since(cursor):
        yield told.LinkNotice(seq=mark.last, link=store.links.values[name])
    if store.journal.me_seq > cursor:
        yield told.MeUpdate(seq=store.journal.me_seq, me=store.operator.value)


def _contacts(store: Store, cursor: int) -> list[told.Notice]:
    return [_contact(store, cid, mark, cursor) for cid, mark in store.journal.contacts.since(cursor)]


def _contact(store: Store, cid: ContactId, mark: Mark, cursor: int) -> told.Notice:
    if mark.gone:
        return told.ContactGone(seq=mark.last, cid=cid)
    contact = store.contacts.values[cid]
    if mark.born > cursor:
        return told.ContactNew(seq=mark.born, contact=contact)
    changed = {name: getattr(contact, name) for name, seq in mark.fields.items() if seq > cursor}
    return told.ContactUpdate(seq=mark.last, contact=ContactPatch(cid=cid, **changed))


def _devices(store: Store, cursor: int) -> Iterator[told.Notice]:
    for name, mark in store.journal.devices.since(cursor):
        yield _device(store, name, mark, cursor)


def _device(store: Store, name: DeviceName, mark: Mark, cursor: int) -> told.Notice:
    if mark.gone:
        return told.DeviceGone(seq=mark.last, name=name)
    device = store.devices.values[name]
    if mark.born > cursor:
        return told.DeviceNew(seq=mark.born, device=device)
    return told.DeviceUpdate(seq=mark.last, device=device)


def _rooms(store: Store, cursor: int) -> Iterator[told.Notice]:
    for room_id, mark in store.journal.rooms.since(cursor):
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
