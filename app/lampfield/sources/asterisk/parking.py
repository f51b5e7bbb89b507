"""Parked calls: who waits in which slot, as AMI tells it. Pure.

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
"""How the device of a slot begins."""

USUAL_CONTEXT = "parkedcalls"
"""The context of the parking lot that Asterisk brings along, which is called ``default``."""

_NO_NAME = re.compile(r"parked(calls?)?|park(ing)?|lots?|default|[-_ ]")
"""What the name of a parking lot, or of its context, says of every parking lot."""


class Slot(NamedTuple):
    """A place for a parked call. Two parking lots may have slots of the same number."""

    lot: str
    """The name of its parking lot, as events have it."""
    space: str


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


def slot_of(packet: Packet) -> Slot:
    """Return the slot that an event is about."""
    return Slot(packet.get("Parkinglot", ""), packet.get("ParkingSpace", ""))


def parked_at(device: str, parked: Mapping[Slot, ParkedCall]) -> ParkedCall | None:
    """Return the call at the device of a slot that is in use; None where it is not known.

    Events name the parking lot and devices its context, which the site's files alone join. Where calls are
    parked at the same number of several lots, it is the one whose lot has the context's name.
    """
    space, context = space_of_device(device), device.rpartition("@")[2]
    calls = {slot: call for slot, call in parked.items() if slot.space == space}
    if len(calls) > 1:
        calls = {slot: call for slot, call in calls.items() if _own_name(slot.lot) == _own_name(context)}
    return next(iter(calls.values())) if len(calls) == 1 else None


def _own_name(text: str) -> str:
    return _NO_NAME.sub("", text.casefold())


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


def read_all_parked(packets: Iterable[Packet], now: float) -> dict[Slot, ParkedCall]:
    """Return the parked calls by slot, from AMI's ``ParkedCalls``."""
    return {slot_of(packet): read_parked(packet, now) for packet in packets}


def _known(text: str) -> str:
    """Return a name or a number; AMI writes ``<unknown>`` where there is none."""
    return "" if text == "<unknown>" else text
