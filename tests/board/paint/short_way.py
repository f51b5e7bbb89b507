"""A board whose frames are written on a terminal emulator in the tests' own process."""

from collections.abc import Iterator

import pyte
import pytest
from pyte.screens import Char
from rich.style import Style

from lampfield.board.paint import direct
from lampfield.board.paint.direct import PaintPath
from lampfield.board.paint.frame import TerminalFrame
from lampfield.board.paint.painted import Painted
from lampfield.board.paint.scheduler import scheduler_of
from lampfield.board.paint.style import TermStyle
from tests.board.booth import Booth
from tests.drawn import drawn
from tests.waiting import until

Cells = list[list[Char]]


class ShortWay:
    """The terminal of a board that always takes the short way.

    Args:
        standing: The board.
        monkeypatch: Puts the emulator in the place of the driver.
    """

    def __init__(self, standing: Booth, monkeypatch: pytest.MonkeyPatch) -> None:
        self.frames: list[str] = []
        self._standing = standing
        monkeypatch.setattr(direct, "paint_path", lambda _: PaintPath.SHORT)
        monkeypatch.setattr(direct, "write", self._write)
        self.begin()

    def begin(self) -> None:
        """Let Textual paint everything, as at the start."""
        self.frames.clear()
        self._screen = self._whole()
        self._stream = pyte.Stream(self._screen)

    async def settle(self) -> None:
        """Wait until all that changed is written."""
        await self._standing.pilot.pause()
        await until(lambda: not scheduler_of(self._standing.app).is_pending, "the last frame")

    @property
    def cells(self) -> Cells:
        """What stands on the terminal."""
        return _cells(self._screen)

    @property
    def wanted(self) -> Cells:
        """What should stand there, as Textual paints it."""
        return _cells(self._whole())

    def unlike(self) -> list[str]:
        """Return the rows of all widgets that paint themselves where something else stands than should."""
        cells, wanted = self.cells, self.wanted
        return [
            f"{y}: {_text(cells[y], x, end)!r} not {_text(wanted[y], x, end)!r}"
            for x, end, y in self._rows()
            if cells[y][x:end] != wanted[y][x:end]
        ]

    def _rows(self) -> Iterator[tuple[int, int, int]]:
        for widget in self._standing.board.query(Painted):
            region = widget.region
            if widget.display:
                yield from ((region.x, region.right, y) for y in range(region.y, region.bottom))

    def _write(self, _: object, text: str) -> None:
        self.frames.append(text)
        self._stream.feed(text)

    def _whole(self) -> pyte.Screen:
        """Return a terminal on which Textual has painted everything."""
        app = self._standing.app
        screen, frame = pyte.Screen(*app.size), TerminalFrame(1_000_000)
        system = app.console.color_system
        for y, strip in enumerate(drawn(app)):
            frame.write(0, y, [(it.text, TermStyle(it.style or Style(), system)) for it in strip])
        pyte.Stream(screen).feed(frame.text)
        return screen


def _cells(screen: pyte.Screen) -> Cells:
    return [[screen.buffer[y][x] for x in range(screen.columns)] for y in range(screen.lines)]


def _text(row: list[Char], x: int, end: int) -> str:
    return "".join(cell.data for cell in row[x:end])
