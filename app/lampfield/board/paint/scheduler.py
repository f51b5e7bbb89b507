"""The frame scheduler: paints changes, one frame at a time."""

import asyncio
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from textual.app import App

from lampfield.board.paint import direct
from lampfield.board.paint.direct import PaintPath
from lampfield.board.paint.frame import TerminalFrame

FRAME_SECONDS = 0.004
"""The shortest time between two frames; a change after a quiet time is painted at once."""

RETRY_SECONDS = 0.002
"""How soon a busy terminal is checked again."""


BEHIND_SECONDS = 0.25
"""The shortest time between two repaints behind a dialog, where Textual paints everything each time."""


class Painter(Protocol):
    """A widget with changes to paint."""

    @property
    def is_behind(self) -> bool:
        """Whether a dialog covers its screen."""

    def paint(self, frame: TerminalFrame | None) -> bool:
        """Write changes as far as the frame has room. Returns whether everything was written.

        Args:
            frame: None if Textual has to paint.
        """


class FrameScheduler:
    """Paints waiting widgets in frames, never before the terminal has accepted the last frame.

    Args:
        app: The owner of the terminal.
    """

    def __init__(self, app: App[Any]) -> None:
        self.spans_written = 0
        """The number of parts of lines painted over the fast path."""
        self._app = app
        self._waiting: dict[Painter, None] = {}
        self._due: asyncio.TimerHandle | None = None
        self._last = 0.0
        self._last_behind = 0.0

    @property
    def is_pending(self) -> bool:
        """Whether anything waits to be painted."""
        return bool(self._waiting)

    def request(self, painter: Painter, *, for_key: bool = False) -> None:
        """Paint a widget with the next frame.

        Args:
            painter: The widget.
            for_key: An operator is waiting: paint as soon as the terminal accepts a frame, with all others.
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
        """Schedule the next frame, unless an earlier one is scheduled already."""
        if self._due is not None:
            if self._due.when() <= due:
                return
            self._due.cancel()
        self._due = asyncio.get_running_loop().call_at(due, self._draw)

    def _draw(self) -> None:
        self._due = None
        match direct.paint_path(self._app):
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
        """Paint all widgets that are due; unfinished ones are next after those that got nothing yet."""
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


_SCHEDULERS: WeakKeyDictionary[App[Any], FrameScheduler] = WeakKeyDictionary()


def scheduler_of(app: App[Any]) -> FrameScheduler:
    """Return the frame scheduler of an application."""
    scheduler = _SCHEDULERS.get(app)
    if scheduler is None:
        scheduler = _SCHEDULERS[app] = FrameScheduler(app)
    return scheduler
