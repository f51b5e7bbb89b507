"""A client's connection that is counted from the moment it is accepted until it is closed."""

import asyncio
from typing import Any

from websockets.asyncio.server import ServerConnection
from websockets.protocol import State

from lampfield.hub.addresses import network_of
from lampfield.hub.closing import NOT_ALLOWED, shut
from lampfield.hub.connections import LOGIN_SECONDS, Connections

TOO_LATE = f"Nobody logged in within {LOGIN_SECONDS:g} s."


class CountedConnection(ServerConnection):
    """A connection of a client, maybe before it said anything.

    Args:
        *args: Those of the library.
        connections: Counts it.
        **options: Those of the library.
    """

    # The library's attributes fill what Python shares among the dictionaries of a class: further ones there
    # would cost each connection 1.3 KB.
    __slots__ = ("_connections", "_ending", "network")

    def __init__(self, *args: Any, connections: Connections, **options: Any) -> None:
        super().__init__(*args, **options)
        self.network = ""
        self._connections = connections
        self._ending: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Count the connection."""
        super().connection_made(transport)
        address = transport.get_extra_info("peername")
        self.network = network_of(str(address[0])) if address else ""
        self._connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Count it no more."""
        self._connections.remove(self)
        super().connection_lost(exc)

    def abort(self) -> None:
        """End the connection at once."""
        self.transport.abort()

    def expire(self) -> None:
        """End the connection with a word, as far as it has come that far."""
        if self.state is State.OPEN:
            self._ending = asyncio.create_task(shut(self, NOT_ALLOWED, TOO_LATE), name="no login")
        else:
            self.transport.abort()
