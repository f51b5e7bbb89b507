"""The house: what all sessions of a hub share."""

import msgspec
from websockets.asyncio.server import ServerConnection

from lampfield.hub.connections import Connections
from lampfield.hub.desks import Desks
from lampfield.hub.gate import Gate
from lampfield.hub.meter import Meter
from lampfield.hub.tokens import Tokens
from lampfield.hub.turns import Turns


class House(msgspec.Struct, frozen=True):
    """What all sessions of a hub share."""

    name: str
    version: str
    epoch: str
    """Names this run of the hub."""
    gate: Gate
    tokens: Tokens
    desks: Desks
    meter: Meter
    connections: Connections
    turns: Turns = msgspec.field(default_factory=Turns)
    """For what is large."""
    sessions: set[ServerConnection] = msgspec.field(default_factory=set)
    """The connections that are open."""
    logins: dict[ServerConnection, str] = msgspec.field(default_factory=dict)
    """The account that is logged in over a connection, by name."""
