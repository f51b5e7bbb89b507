"""Limits the connections of the web server: their number, and their duration without a login."""

import asyncio
from typing import cast

from aiohttp import web

from lampfield.hub.admission import Connections, Limits, descriptor_limit, limits_for
from lampfield.hub.auth import network_of


def web_limits() -> Limits:
    """Return the limits for this process, with half of its descriptors reserved for the pipes of boards."""
    return limits_for(descriptor_limit() // 2)


class CountedProtocol(asyncio.Protocol):
    """A browser's connection, counted from when it is accepted until it is closed.

    Args:
        handler: Handles the requests.
        door: Counts the connection.
    """

    def __init__(self, handler: asyncio.Protocol, door: "Door") -> None:
        self.handler = handler
        self.network = ""
        self._door = door
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Count the connection."""
        self._transport = cast("asyncio.Transport", transport)
        address = transport.get_extra_info("peername")
        self.network = network_of(str(address[0])) if address else ""
        self.handler.connection_made(transport)
        self._door.add(self)

    def data_received(self, data: bytes) -> None:
        """Forward data from the browser."""
        self.handler.data_received(data)

    def eof_received(self) -> bool | None:
        """Forward the end of the browser's data."""
        return self.handler.eof_received()

    def pause_writing(self) -> None:
        """Forward that the write buffer is full."""
        self.handler.pause_writing()

    def resume_writing(self) -> None:
        """Forward that the write buffer has drained."""
        self.handler.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop counting the connection."""
        self._door.remove(self)
        self.handler.connection_lost(exc)

    def abort(self) -> None:
        """Close the connection immediately."""
        if self._transport is not None:
            self._transport.abort()

    def expire(self) -> None:
        """Close the connection: its login deadline has passed."""
        self.abort()


class Door:
    """Counts the connections of a web server by the same rules as the hub.

    A connection without a login is closed after a few seconds, within which a whole request must arrive and
    be answered; each request restarts the time. If there are too many, the oldest is closed.

    Args:
        limits: The limits; None to derive them from the process's descriptors.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.connections = Connections(limits or web_limits())
        self._protocols: dict[object, CountedProtocol] = {}

    def protocol(self, server: web.Server) -> CountedProtocol:
        """Return the protocol of a new connection."""
        return CountedProtocol(server(), self)

    def add(self, protocol: CountedProtocol) -> None:
        """Count a new connection, which has no login yet."""
        self._protocols[protocol.handler] = protocol
        self.connections.add(protocol)

    def remove(self, protocol: CountedProtocol) -> None:
        """Stop counting a closed connection."""
        self._protocols.pop(protocol.handler, None)
        self.connections.remove(protocol)

    def note(self, request: web.Request, *, has_login: bool) -> None:
        """Register a request.

        Args:
            request: The request.
            has_login: Whether it carries a valid session.
        """
        protocol = self._protocols.get(request.protocol)
        if protocol is None:
            return
        if has_login:
            self.connections.identify(protocol)
        else:
            self.connections.renew(protocol)
