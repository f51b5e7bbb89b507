"""A client's line at the least cost: it logs in, follows, answers pings, and throws all else away."""

import socket
from urllib.parse import urlsplit

import msgspec

from lampfield.protocol.limits import SUBPROTOCOL

BUFFER_BYTES = 262_144
CONNECT_SECONDS = 30.0

_TEXT, _PING, _PONG = 0x1, 0x9, 0xA
_FIN, _MASK = 0x80, 0x80
_KEY = bytes(4)
"""Masks nothing, so that no time goes into masking (RFC 6455, section 5.3, asks for the bit and a key)."""


class Line:
    """One connection. It reads only the heads of frames (RFC 6455, section 5.2).

    Args:
        url: The server's.
    """

    __slots__ = ("_last", "_left", "_stub", "frames", "sock")

    def __init__(self, url: str) -> None:
        place = urlsplit(url)
        self.sock = socket.create_connection((place.hostname, place.port), CONNECT_SECONDS)
        self._left = 0
        self._last = 0
        self._stub = b""
        self.frames = 0
        """How many texts were read to their end, whether they came whole or in parts."""
        self._upgrade()
        self.sock.setblocking(False)

    def say(self, request: dict[str, object]) -> None:
        """Send a request."""
        self.sock.sendall(_masked(_TEXT, msgspec.json.encode(request)))

    def take(self, buffer: memoryview) -> int:
        """Read what is there. Returns how many bytes; 0 at the end of the connection."""
        size = self.sock.recv_into(buffer)
        self._skim(buffer[:size])
        return size

    def _upgrade(self) -> None:
        self.sock.sendall(
            (
                f"GET / HTTP/1.1\r\nHost: bench\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                f"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                f"Sec-WebSocket-Protocol: {SUBPROTOCOL}\r\n\r\n"
            ).encode()
        )
        said = b""
        while b"\r\n\r\n" not in said:
            part = self.sock.recv(4096)
            assert part, f"refused: {said!r}"
            said += part
        head, _, rest = said.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 101"), head
        self._skim(memoryview(rest))

    def _skim(self, data: memoryview) -> None:
        """Go from head to head. A head that was cut waits for its rest."""
        if self._stub:
            data, self._stub = memoryview(self._stub + bytes(data)), b""
        while data:
            if not self._left:
                begin = self._head(data)
                if not begin:
                    self._stub = bytes(data)
                    return
                data = data[begin:]
            taken = min(self._left, len(data))
            self._left -= taken
            data = data[taken:]
            if not self._left:
                self.frames += self._last

    def _head(self, data: memoryview) -> int:
        """Read the head of a frame. Returns its length in bytes; 0 when not all of it is there."""
        size = len(data)
        if size < 2:
            return 0
        length, begin = data[1], 2
        if length > 125:
            begin = 4 if length == 126 else 10
            if size < begin:
                return 0
            length = int.from_bytes(data[2:begin])
        if data[0] & 0x0F == _PING:
            if size < begin + length:
                return 0
            self.sock.sendall(_masked(_PONG, bytes(data[begin : begin + length])))
            return begin + length
        self._last, self._left = data[0] >> 7, length
        return begin


def _masked(opcode: int, data: bytes) -> bytes:
    size = len(data)
    short = bytes([_FIN | opcode, _MASK | min(size, 126)])
    return short + (size.to_bytes(2) if size > 125 else b"") + _KEY + data
