"""The scene: what the board knows when something happens."""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from lampfield.frontend.events.event import State
from lampfield.model.call import Call
from lampfield.model.contact import Contact
from lampfield.model.device import Device
from lampfield.model.identity import CallUid, ContactId, DeviceName, RoomId
from lampfield.model.link import Link, LinkName
from lampfield.model.room import Room
from lampfield.words.staleness import Staleness


class Scene(NamedTuple):
    """The values in force, and what the operator looks at."""

    now: float
    """Epoch seconds."""
    contacts: Mapping[ContactId, Contact]
    asking: AbstractSet[ContactId]
    """Who asks for a relationship."""
    rooms: Mapping[RoomId, Room]
    calls: Mapping[CallUid, Call]
    devices: Mapping[DeviceName, Device]
    links: Mapping[LinkName, Link]
    stale: Staleness
    reads: Callable[[RoomId], bool]
    """Says whether the operator has a chat before the eyes."""
    shows: Callable[[RoomId], bool]
    """Says whether a chat is open, looked at or not: what comes there counts as seen at once."""

    @property
    def state(self) -> State:
        """What the detector of events looks at."""
        return State(self.contacts, self.rooms, self.calls, self.links)
