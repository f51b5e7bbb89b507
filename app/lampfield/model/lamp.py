"""The lamp: the phone state of a contact or of one device.

``blf`` in the IPCortex API has four values (0 available, 1 on call, 2 ringing, 3 on call and ringing), which
are two bits. Lampfield adds a fifth state, *unknown*: ``null`` on the wire, and never shown as free.
"""

from collections.abc import Iterable
from enum import IntEnum
from functools import reduce


class Lamp(IntEnum):
    """A phone state. The value is the ``blf`` number of the IPCortex API, or -1 for unknown."""

    UNKNOWN = -1
    AVAILABLE = 0
    ON_CALL = 1
    RINGING = 2
    ON_CALL_RINGING = 3

    @property
    def blf(self) -> int | None:
        """The number on the wire: 0 to 3, or None when unknown."""
        return None if self is Lamp.UNKNOWN else int(self)


def lamp_from_blf(blf: int | None) -> Lamp:
    """Return the lamp of a ``blf`` number. An undefined number is unknown, never free."""
    return Lamp(blf) if blf is not None and 0 <= blf <= 3 else Lamp.UNKNOWN


def lamp_union(lamps: Iterable[Lamp]) -> Lamp:
    """Return the lamp of a contact from the lamps of its devices.

    Known lamps are combined bitwise: one phone on a call and another ringing gives *on call and ringing*.
    Unknown devices are ignored if any device is known, so that an unplugged second phone does not hide the
    first. If no device is known, the contact's lamp is unknown.
    """
    return reduce(_join, lamps, Lamp.UNKNOWN)


def _join(left: Lamp, right: Lamp) -> Lamp:
    if left is Lamp.UNKNOWN:
        return right
    return left if right is Lamp.UNKNOWN else Lamp(left | right)
