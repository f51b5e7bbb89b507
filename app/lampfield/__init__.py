"""Lampfield: a receptionist's switchboard in a terminal.

The Python API begins at `connect`. Names are imported when they are used, so that ``import lampfield``
costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lampfield.feed.call import Call
    from lampfield.feed.connect import connect
    from lampfield.feed.contact import Contact
    from lampfield.feed.device import Device
    from lampfield.feed.errors import FeedError, LampfieldError, RequestError
    from lampfield.feed.pbx import PBX
    from lampfield.feed.room import Room
    from lampfield.model.lamp import Lamp
    from lampfield.model.show import Show

__all__ = [
    "PBX",
    "Call",
    "Contact",
    "Device",
    "FeedError",
    "Lamp",
    "LampfieldError",
    "RequestError",
    "Room",
    "Show",
    "__version__",
    "connect",
]

_HOMES = {
    "PBX": "feed.pbx",
    "Call": "feed.call",
    "Contact": "feed.contact",
    "Device": "feed.device",
    "FeedError": "feed.errors",
    "Lamp": "model.lamp",
    "LampfieldError": "feed.errors",
    "RequestError": "feed.errors",
    "Room": "feed.room",
    "Show": "model.show",
    "connect": "feed.connect",
}


def __getattr__(name: str) -> object:
    """Import a name of the API when it is used first."""
    if name == "__version__":
        from lampfield.version import VERSION

        return VERSION
    if name not in _HOMES:
        raise AttributeError(f"module 'lampfield' has no attribute {name!r}")
    return getattr(import_module(f"lampfield.{_HOMES[name]}"), name)
