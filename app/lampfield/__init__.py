"""Lampfield: a receptionist's switchboard in a terminal.

The Python API begins at `connect`. Names are imported when they are used, so that ``import lampfield``
costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lampfield.client.connect import connect
    from lampfield.client.handles import Call, Contact, Device, Room
    from lampfield.client.pbx import PBX
    from lampfield.model.lamp import Lamp
    from lampfield.model.show import Show
    from lampfield.protocol.errors import FeedError, LampfieldError, RequestError

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
    "PBX": "client.pbx",
    "Call": "client.handles",
    "Contact": "client.handles",
    "Device": "client.handles",
    "FeedError": "protocol.errors",
    "Lamp": "model.lamp",
    "LampfieldError": "protocol.errors",
    "RequestError": "protocol.errors",
    "Room": "client.handles",
    "Show": "model.show",
    "connect": "client.connect",
}


def __getattr__(name: str) -> object:
    """Import a name of the API when it is used first."""
    if name == "__version__":
        from lampfield.version import VERSION

        return VERSION
    if name not in _HOMES:
        raise AttributeError(f"module 'lampfield' has no attribute {name!r}")
    return getattr(import_module(f"lampfield.{_HOMES[name]}"), name)
