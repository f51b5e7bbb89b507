"""Answers that wait until their reader has been told what they are about."""

import asyncio

from lampfield.hub.frame import Frame

MAX_ANSWERS = 64
"""While so many answers wait, no further request of this reader is taken."""


class Pending:
    """The answers of one reader, in order."""

    __slots__ = ("_frames", "_room")

    def __init__(self) -> None:
        self._frames: list[tuple[int, Frame]] = []
        self._room: asyncio.Event | None = None
        """Is there while too many wait, and at the end."""

    def __len__(self) -> int:
        return len(self._frames)

    def add(self, frame: Frame, after: int) -> None:
        """Add an answer, to be given when the reader has seen a change and all before it."""
        self._frames.append((after, frame))
        if len(self._frames) >= MAX_ANSWERS and self._room is None:
            self._room = asyncio.Event()

    def due(self, seen: int) -> list[Frame]:
        """Take out what can be given to a reader that has seen a change and all before it."""
        due = [frame for after, frame in self._frames if after <= seen]
        self._frames = [(after, frame) for after, frame in self._frames if after > seen]
        if self._room is not None and len(self._frames) < MAX_ANSWERS:
            self._room.set()
            self._room = None
        return due

    def release(self) -> None:
        """Let all that wait be given at once: the reader leaves what it followed."""
        self._frames = [(0, frame) for _, frame in self._frames]

    async def room(self) -> None:
        """Wait while too many wait."""
        if self._room is not None:
            await self._room.wait()

    def end(self) -> None:
        """Let nobody wait for room any more: nothing is given from now on."""
        self._room = self._room or asyncio.Event()
        self._room.set()
