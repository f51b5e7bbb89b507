"""asyncio and escape sequences, the floor for Python: ``python -m tests.bench.rivals.ansi URL``."""

import asyncio
import os
import sys
import tty
from collections.abc import Iterable

from tests.bench.rivals.following import Following, Person
from tests.bench.rivals.tile import COLOURS, COLUMNS, HEIGHT, WIDTH, tile

FRAME_SECONDS = 1 / 60
TOP = 3
"""The screen's first line of tiles, counted from 1."""

LINES = 47
KEYS = {b"\x1b[C": 1, b"\x1b[D": -1}


def sgr(colour: str, ground: int) -> str:
    """Return the sequence that sets text colour or background (38 or 48)."""
    red, green, blue = (int(COLOURS[colour][at : at + 2], 16) for at in (1, 3, 5))
    return f"\x1b[{ground};2;{red};{green};{blue}m"


PLAIN, CURSOR_NAME = "\x1b[22;27m", "\x1b[1;7m"
FORE = {name: sgr(name, 38) for name in COLOURS}
BACK, UNDER_CURSOR = sgr("back", 48), sgr("cursor", 48)


class Screen:
    """The tiles on the screen.

    Args:
        following: Whom to show.
    """

    def __init__(self, following: Following) -> None:
        self._following = following
        self._cursor = 0
        self._dirty: set[int] = set()
        self._next = 0.0
        self._waits = False

    async def run(self) -> None:
        """Show the feed for ever."""
        tty.setraw(0)
        loop = asyncio.get_running_loop()
        loop.add_reader(0, self.key)
        visible = COLUMNS * -(-LINES // HEIGHT)
        async for people in self._following.frames():
            self._dirty.update(person.place for person in people if person.place < visible)
            if self._dirty and not self._waits:
                self._waits = True
                loop.call_later(max(0.0, self._next - loop.time()), self.frame)

    def frame(self) -> None:
        """Paint what changed since the last frame."""
        self._waits = False
        self._next = asyncio.get_running_loop().time() + FRAME_SECONDS
        dirty, self._dirty = self._dirty, set()
        self.paint(sorted(dirty))

    def key(self) -> None:
        """Move the cursor."""
        before = self._cursor
        self._cursor += KEYS.get(os.read(0, 1024), 0)
        self.paint((before, self._cursor))

    def paint(self, places: Iterable[int]) -> None:
        """Paint some tiles."""
        people = self._following.people
        text = "".join(self._tile(people[place]) for place in places)
        os.write(1, text.encode())

    def _tile(self, person: Person) -> str:
        row, column = divmod(person.place, COLUMNS)
        cursor = person.place == self._cursor
        ground = PLAIN + (UNDER_CURSOR if cursor else BACK)
        fore = {**FORE, "name": FORE["name"] + CURSOR_NAME} if cursor else FORE
        lines = tile(person)[: max(0, LINES - row * HEIGHT)]
        return "".join(
            f"\x1b[{TOP + row * HEIGHT + line};{column * WIDTH + 1}H{ground}"
            + "".join(fore[colour] + text for text, colour in pieces)
            for line, pieces in enumerate(lines)
        )


if __name__ == "__main__":
    asyncio.run(Screen(Following(sys.argv[1])).run())
