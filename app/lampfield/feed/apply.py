"""How each notification changes the replica. Every one may come twice without harm. No I/O."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import UNSET
from msgspec.structs import replace

from lampfield.feed import notices as told
from lampfield.model.contact import changes_of
from lampfield.model.link import Link, LinkName, LinkState

if TYPE_CHECKING:
    from lampfield.feed.batch import Batch
    from lampfield.feed.replica import Replica


LIVE = frozenset(
    ("blf", "blf_reason", "blf_since", "can_chat", "labels", "party", "show", "show_since", "states")
)
"""The properties of a contact that say how it is now; all others describe it."""


HUB_LOST = "The hub is not connected, so this is not known."


def notice(item: told.Notice, replica: Replica, batch: Batch) -> None:
    """Apply one notification and note in the batch what changed. One without meaning here is skipped."""
    if (applied := _APPLIED.get(type(item))) is not None:
        applied(item, replica, batch)


def link(value: Link, replica: Replica, batch: Batch) -> None:
    """Apply the state of a link."""
    if replica.links.get(value.name) != value:
        replica.links[value.name] = value
        batch.links.add(value.name)


def hub_lost(hub: Link, replica: Replica, batch: Batch) -> None:
    """Note that how the sources' links are is not known while the hub is not connected.

    Args:
        hub: The link to the hub, since when it is not up.
        replica: Kept up to date.
        batch: Gets what changed.
    """
    for value in tuple(replica.links.values()):
        if value.name is not LinkName.HUB and value.state not in (LinkState.ABSENT, LinkState.UNKNOWN):
            since = hub.since if value.state is LinkState.UP else value.since
            link(replace(value, state=LinkState.UNKNOWN, since=since, reason=HUB_LOST), replica, batch)


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
    link(item.link, replica, batch)


def _me(item: told.MeUpdate, replica: Replica, batch: Batch) -> None:
    batch.me = batch.me or replica.me != item.me
    replica.me = item.me


_APPLIED: dict[type[told.Notice], Callable[..., None]] = {
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
