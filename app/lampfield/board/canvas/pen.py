"""The pen: brings what changed to the terminal, a frame at a time."""

import asyncio
import time
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from textual.app import App

from lampfield.board.canvas import direct
from lampfield.board.canvas.direct import Way
from lampfield.board.canvas.frame import Frame

FRAME_SECONDS = 0.004
"""The least time between two frames; a change after a quiet time is painted at once."""

RETRY_SECONDS = 0.002
"""After so long a terminal that was busy is looked at again."""


class Painter(Protocol):
    """Something that has changed on the screen."""

    def paint(self, frame: Frame | None) -> bool:
        """Write what changed, as far as the frame has room. Returns whether that was all.

        Args:
            frame: None when Textual has to paint it.
        """


class Pen:
    """Gives those who wait for it a frame to write on, no sooner than the terminal took the last one.

    Args:
        app: Whose terminal it is.
    """

    def __init__(self, app: App[Any]) -> None:
        self.spans_written = 0
        """How many parts of lines took the short way."""
        self._app = app
        self._waiting: dict[Painter, None] = {}
        self._due: asyncio.Handle | None = None
        self._last = 0.0

    @property
    def is_wanted(self) -> bool:
        """Whether anything waits to be painted."""
        return bool(self._waiting)

    def want(self, painter: Painter) -> None:
        """Let somebody paint with the next frame."""
        self._waiting[painter] = None
        self._arm(self._last + FRAME_SECONDS - time.monotonic())

    def _arm(self, seconds: float) -> None:
        if self._due is None:
            loop = asyncio.get_running_loop()
            self._due = loop.call_later(seconds, self._draw) if seconds > 0 else loop.call_soon(self._draw)

    def _draw(self) -> None:
        self._due = None
        match direct.way_of(self._app):
            case Way.LATER:
                self._arm(RETRY_SECONDS)
            case Way.SHORT:
                self._draw_frame()
            case Way.LONG:
                waiting, self._waiting = self._waiting, {}
                for painter in waiting:
                    painter.paint(None)

    def _draw_frame(self) -> None:
        frame = Frame(direct.room_chars(self._app))
        for painter in tuple(self._waiting):
            del self._waiting[painter]
            if frame.is_full or not painter.paint(frame):
                # Behind those who got nothing yet.
                self._waiting[painter] = None
        if text := frame.text:
            direct.write(self._app, text)
            self.spans_written += frame.spans
            self._last = time.monotonic()
        if self._waiting:
            self._arm(RETRY_SECONDS)


_PENS: WeakKeyDictionary[App[Any], Pen] = WeakKeyDictionary()


def pen_of(app: App[Any]) -> Pen:
    """Return the one pen of an application."""
    pen = _PENS.get(app)
    if pen is None:
        pen = _PENS[app] = Pen(app)
    return pen
