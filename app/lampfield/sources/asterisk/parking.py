"""Parked calls: who waits in which slot, as AMI tells it. Pure.

Source: Asterisk documentation, events ParkedCall, ParkedCallSwap, UnParkedCall, ParkedCallTimeOut and
ParkedCallGiveUp, and the action ParkedCalls.
"""

from collections.abc import Iterable

import msgspec

from lampfield.model.contact import Direction, Party
from lampfield.sources.asterisk.ami_packet import Packet

SLOT = "park:"
"""How the device of a slot begins."""

BEGINS = frozenset({"ParkedCall", "ParkedCallSwap"})
ENDS = frozenset({"UnParkedCall", "ParkedCallTimeOut", "ParkedCallGiveUp"})


class ParkedCall(msgspec.Struct, frozen=True):
    """A call in a slot."""

    channel: str
    """Its id, as ARI has it too."""
    name: str
    number: str
    since_ms: int
    """Epoch milliseconds."""

    @property
    def party(self) -> Party:
        """Who waits there."""
        return Party(self.name, self.number, Direction.IN, self.since_ms, call=self.channel)


def space_of(packet: Packet) -> str:
    """Return the slot that an event is about."""
    return packet.get("ParkingSpace", "")


def space_of_device(device: str) -> str:
    """Return the slot of a device such as ``park:71@parkedcalls``; empty where it is none."""
    return device.removeprefix(SLOT).partition("@")[0] if device.startswith(SLOT) else ""


def read_parked(packet: Packet, now: float) -> ParkedCall:
    """Return the call of an event.

    Args:
        packet: ``ParkedCall`` or ``ParkedCallSwap``, or one of the list.
        now: Epoch seconds.
    """
    parked = packet.get("ParkingDuration", "")
    seconds = int(parked) if parked.isdecimal() else 0
    return ParkedCall(
        channel=packet.get("ParkeeUniqueid", ""),
        name=_known(packet.get("ParkeeCallerIDName", "")),
        number=_known(packet.get("ParkeeCallerIDNum", "")),
        since_ms=int((now - seconds) * 1000),
    )


def read_all_parked(packets: Iterable[Packet], now: float) -> dict[str, ParkedCall]:
    """Return the parked calls by slot, from AMI's ``ParkedCalls``."""
    return {space_of(packet): read_parked(packet, now) for packet in packets}


def _known(text: str) -> str:
    """Return a name or a number; AMI writes ``<unknown>`` where there is none."""
    return "" if text == "<unknown>" else text
