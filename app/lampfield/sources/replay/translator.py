"""From the lines of a recording to changes of the model. No I/O.

A recording has the numbers of the hub that told it; a source tells its own keys, and the hub numbers anew.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from msgspec.structs import replace

from lampfield.model import change as told
from lampfield.model.call import Call, CallState
from lampfield.model.device import Device
from lampfield.model.identity import DeviceName
from lampfield.model.link import Link, LinkName, Me
from lampfield.sources.replay import lines
from lampfield.sources.replay.chats import Chats
from lampfield.sources.replay.people import People
from lampfield.sources.replay.shift import Shift

CALL = tuple(name for name in told.CallChange.__struct_fields__ if name != "channel")
"""What a call's change says of it."""


class Translator:
    """What is there, as far as the recording was told.

    Args:
        shift: Moves times.
    """

    def __init__(self, shift: Shift) -> None:
        self._shift = shift
        self.people = People(shift)
        self.chats = Chats(self.people, shift)
        self._calls: dict[str, Call] = {}
        self._devices: dict[DeviceName, None] = {}

    def changes(self, line: lines.Told) -> Iterable[told.Change]:
        """Return what a source would tell. To be gone through before the next line is taken."""
        return _TAKEN[type(line)](self, line)

    def wipe(self) -> Iterator[told.Change]:
        """Yield that nothing is there any more."""
        for call in list(self._calls.values()):
            yield self.call(replace(call, state=CallState.DEAD))
        yield from self.chats.all_left()
        yield from map(told.DeviceGone, self._devices)
        self._devices.clear()
        yield from self.people.all_gone()

    def call(self, call: Call) -> told.CallChange:
        """Take how a call is."""
        channel = call.cid or f"recorded {call.uid}"
        self._calls[channel] = call
        if call.state is CallState.DEAD:
            del self._calls[channel]
        # The hub names the other party by the recorded directory again.
        moved = self._shift.call(replace(call, name=call.pbx_name or call.name))
        return told.CallChange(channel=channel, **{name: getattr(moved, name) for name in CALL})

    def device(self, device: Device) -> told.DeviceChange:
        """Take how a device is; whose it is goes by a number that means nothing here."""
        self._devices[device.name] = None
        return told.DeviceChange(replace(device, owner_id=None))

    def device_gone(self, name: DeviceName) -> told.DeviceGone:
        """Take that a device is no longer there."""
        self._devices.pop(name, None)
        return told.DeviceGone(name)

    def link(self, link: Link) -> list[told.Change]:
        """Take how a link is. The one to the hub is each client's own finding."""
        return [] if link.name is LinkName.HUB else [told.LinkChange(self._shift.link(link))]


def _me(me: Me) -> told.MeChange:
    return told.MeChange(me.name, me.chat_id, me.show, me.status)


_TAKEN: dict[type[lines.Line], Callable[[Translator, Any], Iterable[told.Change]]] = {
    lines.FeedStart: lambda it, _: it.wipe(),
    lines.ContactNew: lambda it, line: [it.people.came(line.contact)],
    lines.ContactUpdate: lambda it, line: [it.people.changed(line.contact)],
    lines.ContactGone: lambda it, line: [it.people.gone(line.cid)],
    lines.DeviceUpdate: lambda it, line: [it.device(line.device)],
    lines.DeviceGone: lambda it, line: [it.device_gone(line.name)],
    lines.CallUpdate: lambda it, line: [it.call(line.call)],
    lines.RoomUpdate: lambda it, line: it.chats.room(line.room),
    lines.RoomGone: lambda it, line: it.chats.left(line.room_id),
    lines.MessageUpdate: lambda it, line: it.chats.message(line.message),
    lines.LinkUpdate: lambda it, line: it.link(line.link),
    lines.MeUpdate: lambda _, line: [_me(line.me)],
    lines.End: lambda _, __: (),
}
