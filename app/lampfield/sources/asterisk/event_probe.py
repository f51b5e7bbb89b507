"""Whether AMI tells device states: without ``read = call`` it takes a login, and then says nothing of them.

Lamps would then be right at each whole picture and wrong in between. So a device of our own is switched,
and its event awaited, before anything is called fresh.
"""

import asyncio

from lampfield.sources.asterisk.ami import Ami, AmiRefused, Hear, Packet

DEVICE = "Custom:lampfield"
"""Nobody's phone. Every hub switches the same one, so that a PBX keeps a single one."""

HEARD_SECONDS = 3.0
OTHER = {"NOT_INUSE": "INUSE"}
"""The state that it is switched to; from any other one it is switched to NOT_INUSE."""


class Unheard(Exception):
    """The device was switched, and nothing was told of it."""


class EventProbe:
    """Passes on what AMI tells, and notes when it tells of our own device.

    Args:
        hear: Called with every event but that.
    """

    def __init__(self, hear: Hear) -> None:
        self._hear = hear
        self._heard = asyncio.Event()

    def hear(self, packet: Packet) -> None:
        """Take an event."""
        if packet.get("Device") == DEVICE:
            self._heard.set()
        else:
            self._hear(packet)

    async def prove(self, ami: Ami) -> None:
        """Switch the device, and wait until that is told. A PBX without custom devices is believed.

        Raises:
            Unheard: Nothing was told.
            AmiLost: The connection ended.
        """
        variable = f"DEVICE_STATE({DEVICE})"
        try:
            state = (await ami.ask("Getvar", Variable=variable)).head.get("Value", "")
            await ami.ask("Setvar", Variable=variable, Value=OTHER.get(state, "NOT_INUSE"))
        except AmiRefused:
            return
        try:
            async with asyncio.timeout(HEARD_SECONDS):
                await self._heard.wait()
        except TimeoutError:
            raise Unheard(f"{DEVICE} was switched, and no DeviceStateChange came") from None
