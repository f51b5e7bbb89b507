"""The fast path to the terminal: changes are written directly, past Textual's compositor.

Textual paints a part of a widget by composing every line of the screen again, and sends each changed span
from the left edge of its widget. For a few tiles among many that is most of the work of a busy board. Here
only the changed pieces of lines are sent, in one frame, through Textual's own driver.

This relies on private names of Textual, in this file and in ``compositor.py`` only. It is therefore used only
if ``probe.py`` finds all of them, on a real terminal, and only while nothing covers what is painted and the
screen shows what the widget assumes. Otherwise the widget asks for a repaint like any other; the result is
the same, cell for cell (``tests/board/paint/test_direct.py``).
"""

import time
from enum import Enum, auto
from typing import IO, TYPE_CHECKING, Any, NamedTuple, cast

from textual.app import App
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget

from lampfield.board.paint.probe import painter

if TYPE_CHECKING:
    from collections.abc import Mapping

FRAME_SECONDS = 0.02
"""A frame holds what a slow line accepts in this time, so that the response to a key is not delayed."""

LEAST_ROOM_CHARS = 1024
MOST_ROOM_CHARS = 262_144
SYNC_BEGIN, SYNC_END = "\x1b[?2026h", "\x1b[?2026l"
"""A terminal updates its screen only after the end mark (DEC private mode 2026)."""


class PaintPath(Enum):
    """How a change can be painted now."""

    SHORT = auto()
    LATER = auto()
    """The terminal has not accepted the last frame yet: another frame would only queue, and keys behind it.
    """
    LONG = auto()
    """Textual has to paint it."""


class MeteredOutput:
    """The output of a driver's thread; measures how much the terminal has accepted, and how fast.

    Each attribute is written by one thread only.

    Args:
        file: The terminal.
    """

    def __init__(self, file: IO[str]) -> None:
        self.submitted = 0
        """The number of texts handed to the driver."""
        self.accepted = 0
        """The number of texts that the terminal has accepted."""
        self.room_chars = MOST_ROOM_CHARS
        """How many characters it last accepted in a frame's time."""
        self._file = file
        self._written = 0
        self._chars = 0
        self._began = 0.0

    def write(self, text: str) -> None:
        """Write a text, which may be buffered."""
        if not self._chars:
            self._began = time.perf_counter()
        self._file.write(text)
        self._written += 1
        self._chars += len(text)

    def flush(self) -> None:
        """Wait until the terminal has accepted everything written."""
        self._file.flush()
        if self._chars >= LEAST_ROOM_CHARS:
            seconds = max(time.perf_counter() - self._began, 1e-6)
            room = int(self._chars / seconds * FRAME_SECONDS)
            self.room_chars = min(max(room, LEAST_ROOM_CHARS), MOST_ROOM_CHARS)
        self._chars = 0
        self.accepted = self._written

    def fileno(self) -> int:
        """Return the terminal's file descriptor."""
        return self._file.fileno()

    def isatty(self) -> bool:
        """Return whether it is a terminal."""
        return self._file.isatty()


class MeteredDriver(LinuxDriver):
    """Textual's driver for terminals, with metered output."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self.output = MeteredOutput(cast("IO[str]", self._file))
        # The writer thread needs no other methods of a file than these.
        self._file = cast("Any", self.output)

    def write(self, data: str) -> None:
        """Send a text to the terminal."""
        self.output.submitted += 1
        super().write(data)

    @property
    def is_open(self) -> bool:
        """Whether the application controls the terminal now: not while it is suspended."""
        return self._writer_thread is not None

    @property
    def is_idle(self) -> bool:
        """Whether the terminal has accepted everything handed to the driver."""
        return self.output.accepted == self.output.submitted


def driver_for(kind: type[Driver]) -> type[Driver]:
    """Return the driver to use instead of Textual's choice."""
    return MeteredDriver if kind is LinuxDriver and painter().is_fast else kind


def paint_path(app: App[Any]) -> PaintPath:
    """Return how an application can paint now."""
    driver = app._driver
    if not isinstance(driver, MeteredDriver) or app._batch_count or not driver.is_open:
        return PaintPath.LONG
    return PaintPath.SHORT if driver.is_idle else PaintPath.LATER


def room_chars(app: App[Any]) -> int:
    """Return how many characters a frame should hold."""
    driver = app._driver
    return driver.output.room_chars if isinstance(driver, MeteredDriver) else MOST_ROOM_CHARS


def write(app: App[Any], text: str) -> None:
    """Write a frame, and put the cursor back to where Textual has it."""
    x, y = app.screen.outer_size.clamp_offset(app.cursor_position)
    frame = f"{text}\x1b[{y + 1};{x + 1}H"
    if app._driver is not None:
        app._driver.write(f"{SYNC_BEGIN}{frame}{SYNC_END}" if app._sync_available else frame)


def send(app: App[Any], sequence: str) -> None:
    """Send a sequence that prints nothing and moves no cursor, if there is a terminal (not in a browser)."""
    driver = app._driver
    if isinstance(driver, LinuxDriver) and driver._writer_thread is not None:
        driver.write(sequence)


def suppress_repaint(screen: Screen[Any]) -> None:
    """Suppress the repaint of a screen behind a dialog.

    Once anything on it has been repainted, Textual repaints all of it after each of its messages.
    """
    if painter().is_fast:
        screen._repaint_required = False


def refresh_behind(dialog: Screen[Any], region: Region) -> None:
    """Make a dialog repaint a region of the screen behind it.

    `Screen.refresh` would drop pending repaints of the dialog itself, such as a moved highlight: it takes the
    region for the whole screen.
    """
    if not painter().is_fast:
        dialog.refresh()
        return
    dialog._set_dirty(region)
    dialog._dirty_widgets.add(dialog)
    dialog.check_idle()


class VisibleRegion(NamedTuple):
    """The position of a widget on the screen."""

    region: Region
    covers: tuple[Region, ...]
    """The regions that cover it: toasts, tooltips, panes."""

    def is_covered(self, region: Region) -> bool:
        """Return whether a region of the screen is covered."""
        return any(cover.overlaps(region) for cover in self.covers)


class Visibility:
    """The visible part of a widget, computed once per layout.

    Args:
        widget: Without border and padding, and without children.
    """

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._layout: Mapping[Widget, tuple[Region, Region]] | None = None
        self._visible_region: VisibleRegion | None = None

    @property
    def visible(self) -> VisibleRegion | None:
        """Where the widget is; None if it is off the screen, or partly, or while text is selected."""
        widget = self._widget
        screen = widget.screen
        if widget.app.screen is not screen or screen.selections:
            return None
        layout = screen._compositor.visible_widgets
        if layout is not self._layout:
            self._layout, self._visible_region = layout, _visible_region(widget, layout)
        return self._visible_region


def _visible_region(widget: Widget, layout: "Mapping[Widget, tuple[Region, Region]]") -> VisibleRegion | None:
    if widget not in layout:
        return None
    region, clip = layout[widget]
    if not clip.contains_region(region):
        return None
    family = set(widget.ancestors_with_self)
    others = (other.intersection(its_clip) for it, (other, its_clip) in layout.items() if it not in family)
    return VisibleRegion(region, tuple(other for other in others if other.overlaps(region)))
