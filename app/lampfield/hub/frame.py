"""A frame: texts as they go to the wire, joined without a copy of what many share."""

from collections.abc import Iterable, Iterator

import msgspec

PIECE_BYTES = 131_072
"""A text longer than this goes to the wire in pieces, the next one when the last was taken: what waits for
one reader is never more."""


class Frame(msgspec.Struct, frozen=True):
    """JSON objects parted by commas, without the brackets of a batch, in parts that make one text."""

    parts: tuple[bytes, ...]
    count: int = 1
    """How many objects they are."""

    @property
    def size(self) -> int:
        """The length in bytes, without brackets."""
        return sum(map(len, self.parts))

    @property
    def whole(self) -> bytes:
        """The frame as it goes to the wire: a batch when there are several objects."""
        return b"".join(self._bracketed())

    def pieces(self) -> Iterator[bytes]:
        """Return the same bytes as ``whole``, cut so that each piece is small."""
        for part in self._bracketed():
            for begin in range(0, len(part), PIECE_BYTES):
                yield part[begin : begin + PIECE_BYTES]

    def _bracketed(self) -> tuple[bytes, ...]:
        return self.parts if self.count == 1 else (b"[", *self.parts, b"]")


NOTHING = Frame((), 0)


def joined(frames: Iterable[Frame]) -> Frame:
    """Return several frames as one."""
    parts: list[bytes] = []
    count = 0
    for frame in frames:
        if frame.count:
            parts += (b",", *frame.parts) if parts else frame.parts
            count += frame.count
    return Frame(tuple(parts), count)
