"""Admission: how many connections there may be, and how long one may stay without a login."""

import asyncio
import errno
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, NamedTuple, Protocol

import msgspec
from websockets.asyncio.server import ServerConnection
from websockets.protocol import State

from lampfield.hub.auth import network_of
from lampfield.hub.closing import NOT_ALLOWED, shut

log = logging.getLogger(__name__)

ACCEPT_LOG_SECONDS = 10.0
"""So often the log says that no connection can be accepted, at most."""

EXHAUSTED = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
"""The errors after which asyncio tries again a second later. It reports each of up to a hundred tries."""

Handler = Callable[[asyncio.AbstractEventLoop, dict[str, Any]], object]


class Accepting:
    """Tells the exhaustion of descriptors from the event loop's other reports, and logs it once in a while.

    Args:
        clock: Monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._logged = float("-inf")
        self._before: Handler | None = None

    def watch(self) -> None:
        """Look at what the running event loop reports from now on."""
        loop = asyncio.get_running_loop()
        self._before = loop.get_exception_handler()
        loop.set_exception_handler(self._report)

    def end(self) -> None:
        """Look at it no more."""
        asyncio.get_running_loop().set_exception_handler(self._before)

    def _report(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, OSError) and error.errno in EXHAUSTED and "socket" in context:
            self._exhausted(error)
        elif self._before is not None:
            self._before(loop, context)
        else:
            loop.default_exception_handler(context)

    def _exhausted(self, error: OSError) -> None:
        now = self._clock()
        if now - self._logged >= ACCEPT_LOG_SECONDS:
            self._logged = now
            log.error("no connection can be accepted: %s. Raise the limit of open files.", error.strerror)


LOGIN_SECONDS = 10.0
"""A connection without a login is ended after this time."""

RESERVED_DESCRIPTORS = 200
"""What the hub keeps for its sources, its files, and the up to 100 connections that asyncio accepts at once
before any of them is counted."""

LOG_SECONDS = 10.0
"""So often the log says that connections were dropped, at most."""


class Counted(Protocol):
    """A connection that is counted."""

    def __hash__(self) -> int:
        """Return the same for the same connection."""

    @property
    def network(self) -> str:
        """What its address is counted as."""

    def abort(self) -> None:
        """End it at once."""

    def expire(self) -> None:
        """End it in order: nobody logged in over it in time."""


class Limits(msgspec.Struct, frozen=True):
    """How many connections there may be at the same time."""

    all: int
    anonymous: int
    """Of all, those without a login."""
    anonymous_of_one: int
    """Of these, those of one address."""


def limits_for(descriptors: int) -> Limits:
    """Return the limits for a process that may open so many files and sockets."""
    all_ = max(descriptors - RESERVED_DESCRIPTORS, descriptors // 4, 4)
    anonymous = max(min(all_ // 2, 1_000), 2)
    return Limits(all_, anonymous, max(anonymous // 2, 1))


def usual_limits() -> Limits:
    """Return the limits for this process as it is."""
    return limits_for(descriptor_limit())


def descriptor_limit() -> int:
    """Return how many files and sockets this process may open."""
    try:
        import resource
    except ImportError:
        return 1024
    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return soft if soft != resource.RLIM_INFINITY else 65_536


class Anonymous(NamedTuple):
    """A connection without a login."""

    network: str
    until: float
    """When it is ended, in the event loop's time."""


class Connections:
    """The connections that are open, with and without a login.

    Args:
        limits: How many there may be.
        clock: Monotonic seconds.
    """

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self.limits = limits
        self.dropped = 0
        """How many were dropped because there were too many, since the start."""
        self._clock = clock
        self._count = 0
        self._anonymous: OrderedDict[Hashable, Anonymous] = OrderedDict()
        """Those without a login, in the order in which they are ended."""
        self._sweeps = False
        """Whether the timer runs that ends them: one for all."""
        self._by_network: dict[str, dict[Hashable, Counted]] = {}
        self._logged = float("-inf")

    def __len__(self) -> int:
        return self._count

    @property
    def anonymous(self) -> int:
        """How many have no login."""
        return len(self._anonymous)

    def add(self, connection: Counted) -> None:
        """Count a new connection, which has no login. Where there are too many, the oldest such one ends."""
        self._count += 1
        self._enter(connection)

    def _enter(self, connection: Counted) -> None:
        until = asyncio.get_running_loop().time() + LOGIN_SECONDS
        self._anonymous[connection] = Anonymous(connection.network, until)
        self._sweep_at(until)
        of_one = self._by_network.setdefault(connection.network, {})
        of_one[connection] = connection
        if len(of_one) > self.limits.anonymous_of_one:
            self._drop(next(iter(of_one.values())), f"without a login from {connection.network}")
        elif len(self._anonymous) > self.limits.anonymous or self._count > self.limits.all:
            self._drop(self._oldest(), "without a login" if self._count <= self.limits.all else "open")

    def renew(self, connection: Counted) -> None:
        """Let the time of a connection that still has no login begin again."""
        if connection in self._anonymous:
            self.identify(connection)
            self._enter(connection)

    def remove(self, connection: Counted) -> None:
        """Count a connection no more: it is closed."""
        self._count -= 1
        self.identify(connection)

    def identify(self, connection: Hashable) -> None:
        """Note that a connection has a login, or the token of one."""
        known = self._anonymous.pop(connection, None)
        if known is None:
            return
        of_one = self._by_network[known.network]
        del of_one[connection]
        if not of_one:
            del self._by_network[known.network]

    def _oldest(self) -> Counted:
        connection, known = next(iter(self._anonymous.items()))
        return self._by_network[known.network][connection]

    def _drop(self, connection: Counted, of_which: str) -> None:
        self.identify(connection)
        self.dropped += 1
        connection.abort()
        now = self._clock()
        if now - self._logged >= LOG_SECONDS:
            self._logged = now
            log.warning("too many connections %s: the oldest is dropped (%d so far)", of_which, self.dropped)

    def _sweep_at(self, time_: float) -> None:
        if not self._sweeps:
            self._sweeps = True
            asyncio.get_running_loop().call_at(time_, self._sweep)

    def _sweep(self) -> None:
        """End those whose time is over; the timer then waits for the next one."""
        self._sweeps = False
        now = asyncio.get_running_loop().time()
        while self._anonymous:
            until = next(iter(self._anonymous.values())).until
            if until > now:
                return self._sweep_at(until)
            self._expire(self._oldest())
        return None

    def _expire(self, connection: Counted) -> None:
        self.identify(connection)
        connection.expire()


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
