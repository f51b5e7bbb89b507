"""The door of the web server: how many connections there may be, and for how long without a login."""

import asyncio
from typing import cast

from aiohttp import web

from lampfield.hub.admission import Connections, Limits, descriptor_limit, limits_for
from lampfield.hub.auth import network_of


def web_limits() -> Limits:
    """Return the limits for this process: half of its descriptors are for the pipes of the boards."""
    return limits_for(descriptor_limit() // 2)


class CountedProtocol(asyncio.Protocol):
    """A browser's connection, counted from the moment it is accepted until it is closed.

    Args:
        handler: Reads requests and answers them.
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
        """Pass on what the browser sent."""
        self.handler.data_received(data)

    def eof_received(self) -> bool | None:
        """Pass on that the browser sends no more."""
        return self.handler.eof_received()

    def pause_writing(self) -> None:
        """Pass on that the browser reads too slowly."""
        self.handler.pause_writing()

    def resume_writing(self) -> None:
        """Pass on that the browser has read."""
        self.handler.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop counting the connection."""
        self._door.remove(self)
        self.handler.connection_lost(exc)

    def abort(self) -> None:
        """End the connection at once."""
        if self._transport is not None:
            self._transport.abort()

    def expire(self) -> None:
        """End the connection: nobody logged in over it in time."""
        self.abort()


class Door:
    """Counts the connections of a web server, as the hub counts its own.

    A connection without a login ends after a few seconds, in which a whole request must come and be answered:
    each request begins that time again. Where there are too many of them, the oldest one ends.

    Args:
        limits: How many there may be; None: what this process can bear.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.connections = Connections(limits or web_limits())
        self._protocols: dict[object, CountedProtocol] = {}

    def protocol(self, server: web.Server) -> CountedProtocol:
        """Return the protocol of a new connection."""
        return CountedProtocol(server(), self)

    def add(self, protocol: CountedProtocol) -> None:
        """Count a new connection, which has no login."""
        self._protocols[protocol.handler] = protocol
        self.connections.add(protocol)

    def remove(self, protocol: CountedProtocol) -> None:
        """Stop counting a connection: it is closed."""
        self._protocols.pop(protocol.handler, None)
        self.connections.remove(protocol)

    def note(self, request: web.Request, *, has_login: bool) -> None:
        """Note that a request has come.

        Args:
            request: The request.
            has_login: It comes from somebody who has logged in.
        """
        protocol = self._protocols.get(request.protocol)
        if protocol is None:
            return
        if has_login:
            self.connections.identify(protocol)
        else:
            self.connections.renew(protocol)
