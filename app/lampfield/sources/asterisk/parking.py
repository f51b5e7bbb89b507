"""Parses parked calls from AMI's events. Pure.

Source: Asterisk documentation, events ParkedCall, ParkedCallSwap, UnParkedCall, ParkedCallTimeOut and
ParkedCallGiveUp, and the action ParkedCalls.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from lampfield.model.contact import Direction, Party
from lampfield.sources.asterisk.ami import Packet

SLOT = "park:"
"""Prefix of a slot's device."""

USUAL_CONTEXT = "parkedcalls"
"""The context of Asterisk's default parking lot, which is called ``default``."""

_NO_NAME = re.compile(r"parked(calls?)?|park(ing)?|lots?|default|[-_ ]")
"""The parts of a parking lot's or context's name that all lots share."""


class Slot(NamedTuple):
    """A parking slot. Two parking lots may have slots with the same number."""

    lot: str
    """The name of its parking lot, from events."""
    space: str


BEGINS = frozenset({"ParkedCall", "ParkedCallSwap"})
ENDS = frozenset({"UnParkedCall", "ParkedCallTimeOut", "ParkedCallGiveUp"})


class ParkedCall(msgspec.Struct, frozen=True):
    """A call in a parking slot."""

    channel: str
    """The id of its channel, which ARI uses too."""
    name: str
    number: str
    since_ms: int
    """Epoch milliseconds."""

    @property
    def party(self) -> Party:
        """The parked caller."""
        return Party(self.name, self.number, Direction.IN, self.since_ms, call=self.channel)


def slot_of(packet: Packet) -> Slot:
    """Return the slot of an event."""
    return Slot(packet.get("Parkinglot", ""), packet.get("ParkingSpace", ""))


def parked_at(device: str, parked: Mapping[Slot, ParkedCall]) -> ParkedCall | None:
    """Return the call in the slot that a device watches; None where it is unknown.

    Events name the parking lot, devices name its context, and only the PBX's files relate the two. Where
    several lots have a call in a slot of the same number, the lot with the name of the context counts.
    """
    space, context = space_of_device(device), device.rpartition("@")[2]
    calls = {slot: call for slot, call in parked.items() if slot.space == space}
    if len(calls) > 1:
        calls = {slot: call for slot, call in calls.items() if _own_name(slot.lot) == _own_name(context)}
    return next(iter(calls.values())) if len(calls) == 1 else None


def _own_name(text: str) -> str:
    return _NO_NAME.sub("", text.casefold())


def space_of_device(device: str) -> str:
    """Return the slot number of a device such as ``park:71@parkedcalls``; empty for any other device."""
    return device.removeprefix(SLOT).partition("@")[0] if device.startswith(SLOT) else ""


def read_parked(packet: Packet, now: float) -> ParkedCall:
    """Return the parked call of an event.

    Args:
        packet: ``ParkedCall`` or ``ParkedCallSwap``, or an item of the list.
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


def read_all_parked(packets: Iterable[Packet], now: float) -> dict[Slot, ParkedCall]:
    """Return the parked calls by slot, from AMI's ``ParkedCalls``."""
    return {slot_of(packet): read_parked(packet, now) for packet in packets}


def _known(text: str) -> str:
    """Return a name or a number; empty for AMI's ``<unknown>``."""
    return "" if text == "<unknown>" else text
