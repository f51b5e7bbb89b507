"""Turns a client's state and changes into the lines of a recording. No I/O."""

from collections.abc import Iterable, Iterator
from operator import attrgetter

from msgspec.structs import replace

from lampfield.client.pbx import PBX
from lampfield.client.replica import Batch
from lampfield.frontend.events.differences import Differences
from lampfield.frontend.events.event import Event, Kind
from lampfield.model.call import Call, CallState
from lampfield.model.contact import Contact, ContactPatch
from lampfield.model.device import Device
from lampfield.model.identity import CallUid, ContactId, DeviceName, RoomId
from lampfield.model.link import Link
from lampfield.model.room import Message
from lampfield.sources.replay import lines


class RecordWriter:
    """Returns the lines for what has changed since the last ones.

    Args:
        pbx: The client whose state is recorded.
    """

    def __init__(self, pbx: PBX) -> None:
        self._pbx = pbx
        self._differences = Differences()
        self._devices: dict[DeviceName, Device] = {}
        self._calls: dict[CallUid, Call] = {}

    def snapshot(self, at: float) -> list[lines.AnyLine]:
        """Return the whole state.

        Args:
            at: Seconds since the recording began.
        """
        pbx = self._pbx
        self._differences, self._devices, self._calls = Differences(), {}, {}
        messages = [message for room_id in pbx.rooms.values_by_key for message in pbx.messages_of(room_id)]
        return [
            lines.FeedStart(at=at),
            *self._me(at),
            *self._contacts(at, pbx.contacts.values_by_key),
            *self._of_devices(at),
            *self._of_calls(at, pbx.calls.values_by_key, {}),
            *self._rooms(at, pbx.rooms.values_by_key),
            # By id: the hub of a replay numbers them in the order of the lines.
            *_messages(at, sorted(messages, key=attrgetter("msg_id"))),
        ]

    def changes(self, at: float, batch: Batch) -> list[lines.AnyLine]:
        """Return the changes of a frame.

        Args:
            at: Seconds since the recording began.
            batch: The changes.
        """
        if batch.reset:
            # The ids of calls, rooms and messages may have been reused.
            return self.snapshot(at)
        touched = (*batch.contacts_new, *batch.contacts_updated, *batch.contacts_gone)
        return [
            *(self._me(at) if batch.me else ()),
            *self._contacts(at, touched),
            *(self._of_devices(at) if batch.devices else ()),
            *self._of_calls(at, batch.calls, batch.ended),
            *self._rooms(at, batch.rooms),
            *_messages(at, (*batch.messages, *batch.messages_updated)),
        ]

    def _me(self, at: float) -> Iterator[lines.AnyLine]:
        if self._pbx.me is not None:
            yield lines.MeUpdate(at=at, me=self._pbx.me)

    def _contacts(self, at: float, touched: Iterable[ContactId]) -> Iterator[lines.AnyLine]:
        """Yield the links that changed, then the contacts."""
        contacts = self._pbx.contacts.values_by_key
        for event in self._differences.since(contacts, touched, self._pbx.links):
            yield _line(at, event)

    def _of_devices(self, at: float) -> Iterator[lines.AnyLine]:
        before, self._devices = self._devices, dict(self._pbx.devices.values_by_key)
        for name, device in self._devices.items():
            if before.get(name) != device:
                yield lines.DeviceUpdate(at=at, device=device)
        for name in before.keys() - self._devices.keys():
            yield lines.DeviceGone(at=at, name=name)

    def _of_calls(
        self, at: float, touched: Iterable[CallUid], ended: dict[CallUid, Call]
    ) -> Iterator[lines.AnyLine]:
        calls = self._pbx.calls.values_by_key
        for uid in touched:
            before = self._calls.pop(uid, None)
            if uid in calls:
                self._calls[uid] = calls[uid]
                yield lines.CallUpdate(at=at, call=calls[uid])
            elif (last := ended.get(uid) or before) is not None:
                yield lines.CallUpdate(at=at, call=replace(last, state=CallState.DEAD))

    def _rooms(self, at: float, touched: Iterable[RoomId]) -> Iterator[lines.AnyLine]:
        rooms = self._pbx.rooms.values_by_key
        for room_id in touched:
            if room_id in rooms:
                yield lines.RoomUpdate(at=at, room=rooms[room_id])
            else:
                yield lines.RoomGone(at=at, room_id=room_id)


def _messages(at: float, messages: Iterable[Message]) -> Iterator[lines.AnyLine]:
    return (lines.MessageUpdate(at=at, message=message) for message in messages)


def _line(at: float, event: Event) -> lines.AnyLine:
    """Return the line of a recording for a change of a link or a contact."""
    match event:
        case Event(link=Link() as link):
            return lines.LinkUpdate(at=at, link=link)
        case Event(Kind.CAME, Contact() as contact):
            return lines.ContactNew(at=at, contact=contact)
        case Event(Kind.CHANGED, Contact() as contact):
            return lines.ContactUpdate(at=at, contact=ContactPatch(cid=contact.cid, **event.properties))
        case Event(Kind.WENT, Contact() as contact):
            return lines.ContactGone(at=at, cid=contact.cid)
    raise AssertionError(event.kind)
