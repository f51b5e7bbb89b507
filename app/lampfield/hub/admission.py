"""Admission control: limits on the number of connections and on the time without a login."""

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

ACCEPT_LOG_INTERVAL_SECONDS = 10.0
"""The shortest time between two log lines about connections that cannot be accepted."""

EXHAUSTION_ERRNOS = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
"""The errors after which asyncio retries accepting a second later. It reports each of up to 100 attempts."""

Handler = Callable[[asyncio.AbstractEventLoop, dict[str, Any]], object]


class AcceptErrorFilter:
    """An exception handler of the event loop that throttles the log lines about exhausted descriptors.

    Args:
        clock: Monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._logged = float("-inf")
        self._before: Handler | None = None

    def install(self) -> None:
        """Install the handler in the running event loop."""
        loop = asyncio.get_running_loop()
        self._before = loop.get_exception_handler()
        loop.set_exception_handler(self._report)

    def uninstall(self) -> None:
        """Restore the previous handler."""
        asyncio.get_running_loop().set_exception_handler(self._before)

    def _report(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, OSError) and error.errno in EXHAUSTION_ERRNOS and "socket" in context:
            self._log_exhaustion(error)
        elif self._before is not None:
            self._before(loop, context)
        else:
            loop.default_exception_handler(context)

    def _log_exhaustion(self, error: OSError) -> None:
        now = self._clock()
        if now - self._logged >= ACCEPT_LOG_INTERVAL_SECONDS:
            self._logged = now
            log.error("no connection can be accepted: %s. Raise the limit of open files.", error.strerror)


LOGIN_SECONDS = 10.0
"""A connection without a login is closed after this time."""

RESERVED_DESCRIPTORS = 200
"""File descriptors reserved for the sources, the files, and the up to 100 connections that asyncio accepts in
one go before any of them is counted."""

LOG_INTERVAL_SECONDS = 10.0
"""The shortest time between two log lines about dropped connections."""


class Counted(Protocol):
    """A connection that `Connections` counts."""

    def __hash__(self) -> int:
        """Return the identity hash of the connection."""

    @property
    def network(self) -> str:
        """The network of its address (`network_of`)."""

    def abort(self) -> None:
        """Close it immediately."""

    def expire(self) -> None:
        """Close it with a closing handshake, because nobody logged in over it in time."""


class Limits(msgspec.Struct, frozen=True):
    """The largest numbers of simultaneous connections."""

    all: int
    anonymous: int
    """Connections without a login."""
    anonymous_per_network: int
    """Connections without a login from one network."""


def limits_for(descriptors: int) -> Limits:
    """Return the limits for a process that may open a number of files and sockets."""
    all_ = max(descriptors - RESERVED_DESCRIPTORS, descriptors // 4, 4)
    anonymous = max(min(all_ // 2, 1_000), 2)
    return Limits(all_, anonymous, max(anonymous // 2, 1))


def default_limits() -> Limits:
    """Return the limits for this process."""
    return limits_for(descriptor_limit())


def descriptor_limit() -> int:
    """Return how many file descriptors this process may open."""
    try:
        import resource
    except ImportError:
        return 1024
    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return soft if soft != resource.RLIM_INFINITY else 65_536


class Anonymous(NamedTuple):
    """A connection without a login."""

    network: str
    deadline: float
    """When it is closed, in the event loop's time."""


class Connections:
    """The open connections, with and without a login.

    Args:
        limits: The largest numbers of connections.
        clock: Monotonic seconds.
    """

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self.limits = limits
        self.dropped = 0
        """The number of connections dropped because of a limit, since the start."""
        self._clock = clock
        self._count = 0
        self._anonymous: OrderedDict[Hashable, Anonymous] = OrderedDict()
        """Connections without a login, by deadline."""
        self._sweep_scheduled = False
        """Whether the one timer that closes them is running."""
        self._by_network: dict[str, dict[Hashable, Counted]] = {}
        self._logged = float("-inf")

    def __len__(self) -> int:
        return self._count

    @property
    def anonymous(self) -> int:
        """The number of connections without a login."""
        return len(self._anonymous)

    def add(self, connection: Counted) -> None:
        """Count a new connection, which has no login. At a limit, drop the oldest one without a login."""
        self._count += 1
        self._add_anonymous(connection)

    def _add_anonymous(self, connection: Counted) -> None:
        deadline = asyncio.get_running_loop().time() + LOGIN_SECONDS
        self._anonymous[connection] = Anonymous(connection.network, deadline)
        self._sweep_at(deadline)
        same_network = self._by_network.setdefault(connection.network, {})
        same_network[connection] = connection
        if len(same_network) > self.limits.anonymous_per_network:
            self._drop(next(iter(same_network.values())), f"without a login from {connection.network}")
        elif len(self._anonymous) > self.limits.anonymous or self._count > self.limits.all:
            self._drop(self._oldest(), "without a login" if self._count <= self.limits.all else "open")

    def renew(self, connection: Counted) -> None:
        """Restart the login timer of a connection that still has no login."""
        if connection in self._anonymous:
            self.identify(connection)
            self._add_anonymous(connection)

    def remove(self, connection: Counted) -> None:
        """Stop counting a closed connection."""
        self._count -= 1
        self.identify(connection)

    def identify(self, connection: Hashable) -> None:
        """Mark a connection as logged in, by a login or by a valid token."""
        known = self._anonymous.pop(connection, None)
        if known is None:
            return
        same_network = self._by_network[known.network]
        del same_network[connection]
        if not same_network:
            del self._by_network[known.network]

    def _oldest(self) -> Counted:
        connection, known = next(iter(self._anonymous.items()))
        return self._by_network[known.network][connection]

    def _drop(self, connection: Counted, kind: str) -> None:
        self.identify(connection)
        self.dropped += 1
        connection.abort()
        now = self._clock()
        if now - self._logged >= LOG_INTERVAL_SECONDS:
            self._logged = now
            log.warning("too many connections %s: the oldest is dropped (%d so far)", kind, self.dropped)

    def _sweep_at(self, time_: float) -> None:
        if not self._sweep_scheduled:
            self._sweep_scheduled = True
            asyncio.get_running_loop().call_at(time_, self._sweep)

    def _sweep(self) -> None:
        """Close the connections past their deadline, and reschedule the timer for the next one."""
        self._sweep_scheduled = False
        now = asyncio.get_running_loop().time()
        while self._anonymous:
            deadline = next(iter(self._anonymous.values())).deadline
            if deadline > now:
                return self._sweep_at(deadline)
            self._expire(self._oldest())
        return None

    def _expire(self, connection: Counted) -> None:
        self.identify(connection)
        connection.expire()


LOGIN_TIMEOUT_REASON = f"Nobody logged in within {LOGIN_SECONDS:g} s."


class CountedConnection(ServerConnection):
    """A client's connection, counted from the moment it is accepted.

    Args:
        *args: Arguments of the base class.
        connections: Counts the connection.
        **options: Options of the base class.
    """

    # The attributes of the base class already fill the key-sharing dictionary of instances; further entries
    # would unshare it, which costs 1.3 KB per connection.
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
        """Stop counting the connection."""
        self._connections.remove(self)
        super().connection_lost(exc)

    def abort(self) -> None:
        """Close the connection immediately."""
        self.transport.abort()

    def expire(self) -> None:
        """Close the connection, with a closing handshake if it is open."""
        if self.state is State.OPEN:
            self._ending = asyncio.create_task(shut(self, NOT_ALLOWED, LOGIN_TIMEOUT_REASON), name="no login")
        else:
            self.transport.abort()
