"""The objects that all sessions of a hub share."""

import msgspec
from websockets.asyncio.server import ServerConnection

from lampfield.hub.accounts import AccountRegistry
from lampfield.hub.admission import Connections
from lampfield.hub.auth import Authenticator, Tokens
from lampfield.hub.meter import Meter
from lampfield.hub.outbox import LargeSendLimiter


class HubContext(msgspec.Struct, frozen=True):
    """The objects that all sessions of a hub share."""

    name: str
    version: str
    epoch: str
    """Identifies this run of the hub."""
    authenticator: Authenticator
    tokens: Tokens
    accounts: AccountRegistry
    meter: Meter
    connections: Connections
    limiter: LargeSendLimiter = msgspec.field(default_factory=LargeSendLimiter)
    """Limits how many large frames are sent concurrently."""
    sessions: set[ServerConnection] = msgspec.field(default_factory=set)
    """The open websockets."""
    logins: dict[ServerConnection, str] = msgspec.field(default_factory=dict)
    """The name of the account that is logged in over each websocket."""
