"""Whether AMI tells device states: without ``read = call`` it takes a login, and then says nothing of them.

Lamps would then be right at each whole picture and wrong in between. So a device of our own is switched,
and its event awaited, before anything is called fresh.
"""

import asyncio

from lampfield.sources.asterisk.ami import Ami, AmiRefused, OnEvent, Packet

DEVICE = "Custom:lampfield"
"""Nobody's phone. Every hub switches the same one, so that a PBX keeps a single one."""

EVENT_SECONDS = 3.0
TOGGLED = {"NOT_INUSE": "INUSE"}
"""The state that it is switched to; from any other one it is switched to NOT_INUSE."""


class NoEvents(Exception):
    """The device was switched, and nothing was told of it."""


class EventProbe:
    """Passes on what AMI tells, and notes when it tells of our own device.

    Args:
        on_event: Called with every event but that.
    """

    def __init__(self, handle: OnEvent) -> None:
        self._on_event = handle
        self._received = asyncio.Event()

    def handle(self, packet: Packet) -> None:
        """Take an event."""
        if packet.get("Device") == DEVICE:
            self._received.set()
        else:
            self._on_event(packet)

    async def check(self, ami: Ami) -> None:
        """Switch the device, and wait until that is told. A PBX without custom devices is believed.

        Raises:
            Unheard: Nothing was told.
            AmiLost: The connection ended.
        """
        variable = f"DEVICE_STATE({DEVICE})"
        try:
            state = (await ami.request("Getvar", Variable=variable)).head.get("Value", "")
            await ami.request("Setvar", Variable=variable, Value=TOGGLED.get(state, "NOT_INUSE"))
        except AmiRefused:
            return
        try:
            async with asyncio.timeout(EVENT_SECONDS):
                await self._received.wait()
        except TimeoutError:
            raise NoEvents(f"{DEVICE} was switched, and no DeviceStateChange came") from None
