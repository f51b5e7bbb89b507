"""A program in a terminal of its own, and what is measured of it there."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import pyte

from lampfield.config.memory_file import MemoryFile
from lampfield.config.places import memory_path
from tests.bench.feed.people import PROBED, name_of
from tests.bench.feed.running import Feed
from tests.bench.processes import cpu_seconds, memory_mb
from tests.bench.programs import Program
from tests.bench.replay import Replay, Sought, position, text_at
from tests.repository import ROOT
from tests.terminal import Terminal
from tests.waiting import until

AS_INSTALLED = ROOT / "tests" / "bench" / "as_installed"
"""Hides from the programs what is here for development alone."""

COLUMNS, ROWS = 200, 50
GRID_COLUMNS = 162
"""The grid's share of the width; the rest is the board's card."""

IN_SIGHT = 54
"""How many whole tiles all programs show in a terminal of that size."""

ANSWERS = {b"\x1b[?2026$p": b"\x1b[?2026;2$y", b"\x1b[?2048$p": b"\x1b[?2048;0$y", b"\x1b[5n": b"\x1b[0n"}
"""As a modern terminal answers: it paints frames at once when asked, and is there."""

CALM_SECONDS = 0.8
"""More than that later, with what a section waits itself, nothing of the start goes on."""

FIRST = name_of(0)[:5]
RIGHT, LEFT = "\x1b[C", "\x1b[D"
HOME = "\x1b[H"
ESCAPE = "\x1b"
SEARCHES = ("7391", "8462", "9573")
"""Typed into the search digit by digit: with each another contact is the first one found."""

PATIENCE_SECONDS = 0.3
"""What is not in the cells so long after the last change or key does not come."""

QUIET_SECONDS = 0.15
"""A program that wrote nothing for so long has painted its first picture."""

STATUS_LINE = 2
"""Lines from a tile's name to what its contact says."""


class Stage:
    """A running program.

    Args:
        terminal: Where it runs.
        began: When it was started, by the machine's monotonic clock in nanoseconds.
    """

    def __init__(self, terminal: Terminal, began: int) -> None:
        self.terminal = terminal
        self._began = began
        self._replay = Replay(terminal, COLUMNS, ROWS)
        self._cursor = 0
        self._names: dict[int, tuple[int, int]] = {}
        """Row and column of the contacts' names in the first picture: no change moves them."""

    async def first_tile(self, text: str) -> float:
        """Wait for a tile with a text, and return the seconds from the start until it was on the screen."""
        needle, tile = text.encode(), Sought(0, lambda screen: _in_grid(screen, text) is not None)
        await until(lambda: needle in self.terminal.written, f"{text!r} from the program", 60.0)
        shown: list[int] = []

        def is_shown() -> bool:
            # What was written may have been the card: it says the name too.
            shown.extend(at for at in self._replay.find([tile]) if at is not None)
            return bool(shown)

        await until(is_shown, f"a tile with {text!r}", 60.0)
        # Nothing was read while the emulator was at work just now.
        await asyncio.sleep(QUIET_SECONDS)
        await until(self._is_quiet, "the end of the first picture", 60.0)
        self._replay.find([])
        screen = self._replay.screen
        positions = {place: _in_grid(screen, name_of(place)[:5]) for place in range(IN_SIGHT)}
        self._names = {place: at for place, at in positions.items() if at is not None}
        return (shown[0] - self._began) / 1e9

    async def calm_tile(self, text: str) -> float:
        """Do the same, and wait until what a program does once after its start is done, as tidying up."""
        seconds = await self.first_tile(text)
        await asyncio.sleep(CALM_SECONDS)
        return seconds

    async def cost(self, seconds: float) -> tuple[float, float]:
        """Return the processor time in percent of a core, and kilobytes to the terminal a second."""
        pids, written = [self.terminal.pid], len(self.terminal.written)
        spent, began = cpu_seconds(pids), time.perf_counter()
        await asyncio.sleep(seconds)
        took = time.perf_counter() - began
        self._replay.skip()
        return (
            (cpu_seconds(pids) - spent) / took * 100,
            (len(self.terminal.written) - written) / took / 1000,
        )

    def memory_mb(self) -> float:
        """Return the program's memory."""
        return memory_mb([self.terminal.pid])

    async def probes(self, feed: Feed, number: int, from_word: int) -> list[float]:
        """Return the milliseconds from a change's sending to its being in the cells, for each of some."""
        self._replay.find([])
        row, column = self._name(PROBED)
        sent = await feed.probe(number, 0.05, from_word)
        await asyncio.sleep(PATIENCE_SECONDS)

        at = row + STATUS_LINE, column
        return await self._waits([Sought(probe.sent, _says(at, probe.word)) for probe in sent])

    async def keys(self, number: int, seconds_between: float) -> list[float]:
        """Return the milliseconds from an arrow key to the cursor's being on the next tile, there and back.

        Args:
            number: How many keys each way.
            seconds_between: Two of them; chance makes it up to a half more.
        """
        there = await self.walk(number, seconds_between, PATIENCE_SECONDS)
        return there + await self.walk(-number, seconds_between, PATIENCE_SECONDS)

    async def walk(self, number: int, seconds_between: float, patience: float) -> list[float]:
        """Return the milliseconds of each step, as `keys` does, one way.

        Args:
            number: How many tiles to the right; to the left when it is negative.
            seconds_between: Two keys; chance makes it up to a half more.
            patience: Seconds after the last key in which its tile must have changed.
        """
        self._replay.find([])
        places = [self._name(place) for place in range(IN_SIGHT)]
        chance, step, sought = random.Random(number), 1 if number > 0 else -1, []
        for _ in range(abs(number)):
            self._cursor += step
            ahead = places[self._cursor :] if number > 0 else places[: self._cursor + 1]
            sought.append(Sought(time.perf_counter_ns(), _marked(ahead)))
            await self._press(RIGHT if number > 0 else LEFT, seconds_between * chance.uniform(1.0, 1.5))
        await asyncio.sleep(patience)
        return await self._waits(sought)

    async def find(self, seconds_between: float, searches: Sequence[str] = SEARCHES) -> list[float]:
        """Return the milliseconds from a key in the search to the first tile's being of whom it finds."""
        self._replay.find([])
        corner = self._name(0)
        sought = []
        for digits in searches:
            await self._press("/", seconds_between)
            for end, digit in enumerate(digits, 1):
                sought.append(Sought(time.perf_counter_ns(), _says(corner, name_of(int(digits[:end])))))
                await self._press(digit, seconds_between)
            await self._press(ESCAPE, seconds_between)
            await self._press(HOME, seconds_between)
        return await self._waits(sought)

    async def _press(self, key: str, seconds: float) -> None:
        self.terminal.send(key)
        await asyncio.sleep(seconds)

    def _name(self, place: int) -> tuple[int, int]:
        """Return where the name of a contact in sight stands."""
        assert place in self._names, f"contact {place} is not in the first picture"
        return self._names[place]

    def _is_quiet(self) -> bool:
        return time.perf_counter_ns() - self.terminal.reads[-1].at > QUIET_SECONDS * 1e9

    async def _waits(self, all_: Sequence[Sought]) -> list[float]:
        # Beside the event loop, which goes on reading what the program writes.
        found = await asyncio.to_thread(self._replay.find, all_)
        missed = found.count(None)
        assert missed * 10 <= len(found), f"{missed} of {len(found)} never came to the screen"
        return [(at - sought.after) / 1e6 for at, sought in zip(found, all_, strict=True) if at is not None]


@asynccontextmanager
async def stage(
    program: Program, feed: Feed | None = None, bytes_per_second: int | None = None
) -> AsyncIterator[Stage]:
    """Run a program in a terminal.

    Args:
        program: Which.
        feed: What it follows.
        bytes_per_second: How fast its line to the terminal is; None: as fast as can be.
    """
    # A board at its first start shows its tour, which nobody here looks at.
    MemoryFile(memory_path()).change(toured=True)
    began = time.perf_counter_ns()
    terminal = Terminal(
        program.command(feed.url if feed is not None else ""),
        COLUMNS,
        ROWS,
        {**program.env, "PYTHONPATH": str(AS_INSTALLED)},
        answers=ANSWERS,
        bytes_per_second=bytes_per_second,
    )
    terminal.shows_nothing = True
    async with terminal:
        yield Stage(terminal, began)


def _in_grid(screen: pyte.Screen, text: str) -> tuple[int, int] | None:
    """Return row and column of a text in the grid, if it is there."""
    return position(screen, text, GRID_COLUMNS)


def _says(at: tuple[int, int], word: str) -> Callable[[pyte.Screen], bool]:
    """Return what says whether a word stands at a row and column."""
    return lambda screen: text_at(screen, *at, len(word)) == word


def _marked(places: Sequence[tuple[int, int]]) -> Callable[[pyte.Screen], bool]:
    """Return what says whether the cursor is on one of some names."""
    return lambda screen: any(screen.buffer[row][column].reverse for row, column in places)
