"""One frame to many readers: built once, then given to each connection as it is.

``websockets.broadcast`` builds the frame anew for each connection. What is built here is the same, of RFC
6455, section 5.2: a text of a server in one frame, unmasked, without an extension. The hub agrees on none: a
compression for each client would cost more than all the rest.

The short way leans on what websockets does not promise: that a connection writes whole frames to its
``transport`` at once, so that another whole frame may stand between. So it is taken only with the versions
that it was tested with; otherwise ``broadcast`` does the same (``tests/hub/test_spread.py``).
"""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from websockets import version
from websockets.asyncio.server import ServerConnection, broadcast
from websockets.protocol import State

TESTED = frozenset({"15.0.1", "16.1.1", "17.0.1", "17.4"})
"""The versions of websockets that this was tested with."""

_TEXT = 0x81
"""The first byte of a text that is whole in one frame."""


class Reader(Protocol):
    """Whoever is told. Nobody is in the middle of sending it a text in pieces."""

    @property
    def socket(self) -> ServerConnection:
        """Its connection."""


R = TypeVar("R", bound=Reader)


def is_tested() -> bool:
    """Say whether this was tested with the websockets that is here."""
    return version.version in TESTED


def spread(text: bytes, readers: Iterable[R]) -> list[R]:
    """Give a text to all readers that took all that they were given before.

    Args:
        text: In UTF-8.
        readers: Who is to get it. One whose connection is closing gets nothing.

    Returns:
        The others, who got nothing: something still waits for them to take it.
    """
    return _spread(framed(text), readers) if is_tested() else _broadcast(text, readers)


def framed(text: bytes) -> bytes:
    """Return a text as a frame of a server."""
    size = len(text)
    if size < 126:
        return b"%c%c%b" % (_TEXT, size, text)
    if size < 65_536:
        return b"%c\x7e%b%b" % (_TEXT, size.to_bytes(2), text)
    return b"%c\x7f%b%b" % (_TEXT, size.to_bytes(8), text)


def _spread(frame: bytes, readers: Iterable[R]) -> list[R]:
    behind: list[R] = []
    is_open = State.OPEN
    for reader in readers:
        socket = reader.socket
        transport = socket.transport
        if transport.get_write_buffer_size():
            behind.append(reader)
        elif socket.state is is_open:
            transport.write(frame)
    return behind


def _broadcast(text: bytes, readers: Iterable[R]) -> list[R]:
    ready: list[R] = []
    behind: list[R] = []
    for reader in readers:
        waits = reader.socket.transport.get_write_buffer_size() > 0
        (behind if waits else ready).append(reader)
    broadcast([reader.socket for reader in ready], text.decode())
    return behind
