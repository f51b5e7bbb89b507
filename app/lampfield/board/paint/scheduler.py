"""The pen: brings what changed to the terminal, a frame at a time."""

import asyncio
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from textual.app import App

from lampfield.board.paint import direct
from lampfield.board.paint.direct import PaintPath
from lampfield.board.paint.frame import TerminalFrame

FRAME_SECONDS = 0.004
"""The least time between two frames; a change after a quiet time is painted at once."""

RETRY_SECONDS = 0.002
"""After so long a terminal that was busy is looked at again."""


BEHIND_SECONDS = 0.25
"""The least time between two pictures of what lies behind a dialog: Textual paints all of it for each."""


class Painter(Protocol):
    """Something that has changed on the screen."""

    @property
    def is_behind(self) -> bool:
        """Whether it lies behind a dialog."""

    def paint(self, frame: TerminalFrame | None) -> bool:
        """Write what changed, as far as the frame has room. Returns whether that was all.

        Args:
            frame: None when Textual has to paint it.
        """


class FrameScheduler:
    """Gives those who wait for it a frame to write on, no sooner than the terminal took the last one.

    Args:
        app: Whose terminal it is.
    """

    def __init__(self, app: App[Any]) -> None:
        self.spans_written = 0
        """How many parts of lines took the short way."""
        self._app = app
        self._waiting: dict[Painter, None] = {}
        self._due: asyncio.TimerHandle | None = None
        self._last = 0.0
        self._last_behind = 0.0

    @property
    def is_wanted(self) -> bool:
        """Whether anything waits to be painted."""
        return bool(self._waiting)

    def want(self, painter: Painter, *, for_key: bool = False) -> None:
        """Let somebody paint with the next frame.

        Args:
            painter: Who.
            for_key: Somebody waits for it: it comes as soon as the terminal takes one, with all others.
        """
        self._waiting[painter] = None
        if for_key and not painter.is_behind:
            self._arm(_now())
        else:
            self._arm_for_next()

    def _arm_for_next(self) -> None:
        behind = all(painter.is_behind for painter in self._waiting)
        self._arm(self._last_behind + BEHIND_SECONDS if behind else self._last + FRAME_SECONDS)

    def _arm(self, due: float) -> None:
        """Draw at a time of the event loop, unless that is to be done sooner anyway."""
        if self._due is not None:
            if self._due.when() <= due:
                return
            self._due.cancel()
        self._due = asyncio.get_running_loop().call_at(due, self._draw)

    def _draw(self) -> None:
        self._due = None
        match direct.way_of(self._app):
            case PaintPath.LATER:
                self._arm(_now() + RETRY_SECONDS)
            case PaintPath.SHORT:
                self._draw_frame()
            case PaintPath.LONG:
                self._draw_all(None)

    def _draw_frame(self) -> None:
        frame = TerminalFrame(direct.room_chars(self._app))
        self._draw_all(frame)
        if text := frame.text:
            direct.write(self._app, text)
            self.spans_written += frame.spans
            self._last = _now()

    def _draw_all(self, frame: TerminalFrame | None) -> None:
        """Let all paint whose time it is; who got too little comes after those who got nothing yet."""
        now = _now()
        waiting, self._waiting = self._waiting, {}
        behind = [painter for painter in waiting if painter.is_behind]
        if behind and now >= self._last_behind + BEHIND_SECONDS:
            self._last_behind, behind = now, []
        late = dict.fromkeys(behind)
        full = [
            painter
            for painter in waiting
            if painter not in late and ((frame is not None and frame.is_full) or not painter.paint(frame))
        ]
        self._waiting = dict.fromkeys((*full, *late, *self._waiting))
        if self._waiting:
            self._arm_for_next()


def _now() -> float:
    return asyncio.get_running_loop().time()


_PENS: WeakKeyDictionary[App[Any], FrameScheduler] = WeakKeyDictionary()


def pen_of(app: App[Any]) -> FrameScheduler:
    """Return the one pen of an application."""
    pen = _PENS.get(app)
    if pen is None:
        pen = _PENS[app] = FrameScheduler(app)
    return pen
