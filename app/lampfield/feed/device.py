"""One of the operator's own lines (``IPCortex.Types.Device``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lampfield.feed.handle import Handle, Live
from lampfield.feed.requests import DeviceDial, DeviceTest
from lampfield.model import device as model
from lampfield.model.device import DeviceState
from lampfield.model.identity import DeviceName
from lampfield.model.lamp import Lamp

if TYPE_CHECKING:
    from lampfield.feed.call import Call
    from lampfield.feed.contact import Contact


class Device(Handle[model.Device]):
    """A device. Its attributes are always the latest; `value` has all of them."""

    name = Live[DeviceName]()
    label = Live[str]()
    extension = Live[str]()
    state = Live[DeviceState]()
    features = Live[str]()
    """What can be asked of it in a call: a comma list of hold, talk and answer."""
    blf = Live[int | None]()
    lamp = Live[Lamp]()

    @property
    def calls(self) -> list[Call]:
        """The calls on this device."""
        return [call for call in self.pbx.calls if call.device == self.name]

    async def dial(self, target: Contact | str) -> Call:
        """Ring this device, then a contact's best-guess number, or a number."""
        if not isinstance(target, str):
            return await target.dial(self)
        dialled = await self.pbx.request(DeviceDial(device=self.name, number=target))
        return self.pbx.call_of(dialled.uid)

    async def test(self) -> Call:
        """Ring this device with nobody at the other end, and find out what can be asked of it.

        The device is to be answered by hand. The call then ends by itself, and its ``cause`` says the result.
        """
        dialled = await self.pbx.request(DeviceTest(device=self.name))
        return self.pbx.call_of(dialled.uid)
