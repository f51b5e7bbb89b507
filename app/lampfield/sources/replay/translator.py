"""Converts the lines of a recording to changes of the model. No I/O.

A recording has the numbers of the hub that it was made at; a source emits its own keys, and the hub
renumbers.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from msgspec.structs import replace

from lampfield.model import change as model_change
from lampfield.model.call import Call, CallState
from lampfield.model.device import Device
from lampfield.model.identity import DeviceName
from lampfield.model.link import Link, LinkName, Me
from lampfield.sources.replay import lines
from lampfield.sources.replay.chats import ReplayChats
from lampfield.sources.replay.contacts import ReplayContacts
from lampfield.sources.replay.time_shift import TimeShift

CALL_FIELDS = tuple(name for name in model_change.CallChange.__struct_fields__ if name != "channel")
"""The properties of a call that its change carries."""


class Translator:
    """The state of a recording up to the last line.

    Args:
        shift: Shifts times.
    """

    def __init__(self, shift: TimeShift) -> None:
        self._shift = shift
        self.contacts = ReplayContacts(shift)
        self.chats = ReplayChats(self.contacts, shift)
        self._calls: dict[str, Call] = {}
        self._devices: dict[DeviceName, None] = {}

    def changes(self, line: lines.AnyLine) -> Iterable[model_change.Change]:
        """Return the changes of a line. Consume them before the next line."""
        return _HANDLERS[type(line)](self, line)

    def clear(self) -> Iterator[model_change.Change]:
        """Yield changes that remove everything."""
        for call in list(self._calls.values()):
            yield self.update_call(replace(call, state=CallState.DEAD))
        yield from self.chats.leave_all()
        yield from map(model_change.DeviceGone, self._devices)
        self._devices.clear()
        yield from self.contacts.remove_all()

    def update_call(self, call: Call) -> model_change.CallChange:
        """Apply a call."""
        channel = call.cid or f"recorded {call.uid}"
        self._calls[channel] = call
        if call.state is CallState.DEAD:
            del self._calls[channel]
        # The hub names the other party by the recorded directory again.
        moved = self._shift.call(replace(call, name=call.pbx_name or call.name))
        return model_change.CallChange(
            channel=channel, **{name: getattr(moved, name) for name in CALL_FIELDS}
        )

    def update_device(self, device: Device) -> model_change.DeviceChange:
        """Apply a device, without its owner: a number from the recorded hub."""
        self._devices[device.name] = None
        return model_change.DeviceChange(replace(device, owner_id=None))

    def remove_device(self, name: DeviceName) -> model_change.DeviceGone:
        """Remove a device."""
        self._devices.pop(name, None)
        return model_change.DeviceGone(name)

    def update_link(self, link: Link) -> list[model_change.Change]:
        """Apply a link. The link to the hub is skipped: each client derives its own."""
        return [] if link.name is LinkName.HUB else [model_change.LinkChange(self._shift.link(link))]


def _own_presence(me: Me) -> model_change.MeChange:
    return model_change.MeChange(me.name, me.chat_id, me.show, me.status)


_HANDLERS: dict[type[lines.Line], Callable[[Translator, Any], Iterable[model_change.Change]]] = {
    lines.FeedStart: lambda it, _: it.clear(),
    lines.ContactNew: lambda it, line: [it.contacts.add(line.contact)],
    lines.ContactUpdate: lambda it, line: [it.contacts.update(line.contact)],
    lines.ContactGone: lambda it, line: [it.contacts.remove(line.cid)],
    lines.DeviceUpdate: lambda it, line: [it.update_device(line.device)],
    lines.DeviceGone: lambda it, line: [it.remove_device(line.name)],
    lines.CallUpdate: lambda it, line: [it.update_call(line.call)],
    lines.RoomUpdate: lambda it, line: it.chats.update_room(line.room),
    lines.RoomGone: lambda it, line: it.chats.leave_room(line.room_id),
    lines.MessageUpdate: lambda it, line: it.chats.update_message(line.message),
    lines.LinkUpdate: lambda it, line: it.update_link(line.link),
    lines.MeUpdate: lambda _, line: [_own_presence(line.me)],
    lines.End: lambda _, __: (),
}
