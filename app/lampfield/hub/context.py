"""The house: what all sessions of a hub share."""

import msgspec
from websockets.asyncio.server import ServerConnection

from lampfield.hub.accounts import AccountRegistry
from lampfield.hub.admission import Connections
from lampfield.hub.auth import Authenticator, Tokens
from lampfield.hub.meter import Meter
from lampfield.hub.outbox import LargeSendLimiter


class HubContext(msgspec.Struct, frozen=True):
    """What all sessions of a hub share."""

    name: str
    version: str
    epoch: str
    """Names this run of the hub."""
    authenticator: Authenticator
    tokens: Tokens
    accounts: AccountRegistry
    meter: Meter
    connections: Connections
    limiter: LargeSendLimiter = msgspec.field(default_factory=LargeSendLimiter)
    """For what is large."""
    sessions: set[ServerConnection] = msgspec.field(default_factory=set)
    """The connections that are open."""
    logins: dict[ServerConnection, str] = msgspec.field(default_factory=dict)
    """The account that is logged in over a connection, by name."""
