"""Checks that AMI sends device states: without ``read = call`` a login works, but its events are missing.

Phone states would then be right after each snapshot and wrong in between. So the probe changes a device of
our own, and waits for its event before the connection counts as fresh.
"""

import asyncio

from lampfield.sources.asterisk.ami import Ami, AmiRefused, OnEvent, Packet

DEVICE = "Custom:lampfield"
"""A device of no phone. All hubs share it, so that a PBX stores only one."""

EVENT_SECONDS = 3.0
TOGGLED = {"NOT_INUSE": "INUSE"}
"""The state to set from a current one; from any other it is NOT_INUSE."""


class NoEvents(Exception):
    """No event arrived for the changed device."""


class EventProbe:
    """Filters the probe's own event out of AMI's events.

    Args:
        on_event: Called with every other event.
    """

    def __init__(self, on_event: OnEvent) -> None:
        self._on_event = on_event
        self._received = asyncio.Event()

    def handle(self, packet: Packet) -> None:
        """Handle an event."""
        if packet.get("Device") == DEVICE:
            self._received.set()
        else:
            self._on_event(packet)

    async def check(self, ami: Ami) -> None:
        """Change the device and wait for its event. A PBX without custom devices passes.

        Raises:
            NoEvents: No event arrived.
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
            raise NoEvents(f"{DEVICE} changed, but no DeviceStateChange arrived") from None
