"""A leg of a call: one channel, and what its events have told besides. Pure."""

import re
from datetime import datetime

import msgspec

from lampfield.sources.asterisk.ari_event import Channel
from lampfield.sources.asterisk.device_name import device_name

CALLED = ("AppDial", "AppQueue")
"""What Asterisk writes as the application of a channel that Dial or Queue has made."""

ORIGINATED = "AppDial2"
"""The same of one that was originated, until it is answered."""

_DIALLED = re.compile(r"\+?[0-9*#]+")

HALVES = {"1": "2", "2": "1"}
"""The two ends of a channel of Asterisk's own, and the other end of each."""

OWN = "lampfield-"
"""How the ids of the channels begin that a board makes."""


class Leg(msgspec.Struct, frozen=True, kw_only=True):
    """One channel at a device."""

    channel: Channel
    incoming: bool
    """The device is called; False: it calls."""
    born_ms: int = 0
    """Epoch milliseconds of the first event; 0 when it was there before."""
    answered_ms: int = 0
    bridge: str = ""
    """The id of the bridge that it is in."""
    joined_ms: int = 0
    """When it came into the bridge."""
    talked_ms: int = 0
    """Since when it talked to the other end that has left; 0: it did not, or calls somebody else now."""
    holding: bool = False
    """This device has put the other on hold."""
    parked: bool = False
    queue: str = ""
    """The queue that the call came through, whatever channels of Asterisk's own lie in between."""
    queued_ms: int = 0
    """When the caller entered that queue; 0 when nobody saw it."""
    did: str = ""
    """The number that the caller of the call dialled first, whatever lies in between."""
    dialled: str = ""
    """The first number that it had in the dial plan, and after a talk the next: what was dialled."""
    dialstatus: str = ""
    """What became of the last leg that it dialled, as ``Dial`` says it."""

    @property
    def device(self) -> str:
        """The device of the channel."""
        return device_of(self.channel.name)

    @property
    def is_dialled(self) -> bool:
        """Whether a board made this call."""
        return self.channel.id.startswith(OWN)

    @property
    def is_up(self) -> bool:
        """Whether it is answered."""
        return self.channel.state == "Up"

    @property
    def is_unheard(self) -> bool:
        """Whether the device is called and says nothing to it: nobody is rung, and its lamp stays free."""
        return self.incoming and self.channel.state == "Down"


def device_of(channel_name: str) -> str:
    """Return the device of a channel: its name without the number at the end."""
    return device_name(channel_name.rpartition("-")[0] or channel_name)


def is_dialled(exten: str) -> bool:
    """Return whether somebody dials an extension: it is no step of the dial plan such as ``s`` or ``h``."""
    return _DIALLED.fullmatch(exten) is not None


def is_local(channel_name: str) -> bool:
    """Say whether a channel is one of Asterisk's own, between two parts of the dial plan."""
    return channel_name.startswith("Local/")


def pair_name(channel_name: str) -> str:
    """Return the name of the other half of one of Asterisk's own channels; empty for any other channel."""
    start, _, half = channel_name.rpartition(";")
    return f"{start};{HALVES[half]}" if is_local(channel_name) and half in HALVES else ""


def is_called(channel: Channel, before: bool | None) -> bool:
    """Say whether the device is called.

    Args:
        channel: As it is now.
        before: What was known; None at the first sight.
    """
    if channel.id.startswith(OWN):
        return False
    if channel.dialplan.app_name in CALLED:
        return True
    if before is None:
        return channel.state in ("Down", "Ringing")
    if before and channel.state == "Up" and channel.dialplan.app_name not in ("", ORIGINATED):
        # An originated channel rings its own device like a call, and calls when that is answered.
        return False
    return before


def epoch_ms(timestamp: str) -> int:
    """Return epoch milliseconds of a time as ARI writes it; 0 when it is none."""
    try:
        return int(datetime.fromisoformat(timestamp).timestamp() * 1000)
    except ValueError:
        return 0
