"""The short way to the terminal: what changed is written as it is, past Textual's compositor.

Textual paints a part of a widget by laying out every line of the screen anew, and sends each changed span
from the left edge of its widget. For a few tiles among many that is most of the work of a busy board. Here
only the changed pieces of lines are sent, in one frame, through Textual's own driver.

It leans on what Textual does not promise: the names with an underscore in this file, and nowhere else but in
``compositor.py``. So it is taken only where ``probe.py`` finds all of them, on a real terminal, and only
where nothing lies over what is painted and the screen shows what the widget believes. Otherwise the widget
asks for its repaint as any widget does; what is seen is the same, cell for cell
(``tests/board/paint/test_direct.py``).
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
"""A frame holds what a slow line takes in this time, so that the answer to a key soon gets its turn."""

LEAST_ROOM_CHARS = 1024
MOST_ROOM_CHARS = 262_144
SYNC_BEGIN, SYNC_END = "\x1b[?2026h", "\x1b[?2026l"
"""Between these a terminal shows nothing half done (DEC private mode 2026)."""


class PaintPath(Enum):
    """How something can be painted now."""

    SHORT = auto()
    LATER = auto()
    """The terminal has not taken the last frame yet: another one would only wait, and keys with it."""
    LONG = auto()
    """Textual has to paint it."""


class MeteredOutput:
    """Where a driver's thread writes; tells how much the terminal has taken, and how fast.

    Every attribute is written by one thread alone.

    Args:
        file: The terminal.
    """

    def __init__(self, file: IO[str]) -> None:
        self.given = 0
        """How many texts there are to write."""
        self.taken = 0
        """How many the terminal has taken."""
        self.room_chars = MOST_ROOM_CHARS
        """How much it takes in a frame's time, as it was the last time."""
        self._file = file
        self._written = 0
        self._chars = 0
        self._began = 0.0

    def write(self, text: str) -> None:
        """Write a text; it may stay in a buffer."""
        if not self._chars:
            self._began = time.perf_counter()
        self._file.write(text)
        self._written += 1
        self._chars += len(text)

    def flush(self) -> None:
        """Wait until the terminal has taken all that was written."""
        self._file.flush()
        if self._chars >= LEAST_ROOM_CHARS:
            seconds = max(time.perf_counter() - self._began, 1e-6)
            room = int(self._chars / seconds * FRAME_SECONDS)
            self.room_chars = min(max(room, LEAST_ROOM_CHARS), MOST_ROOM_CHARS)
        self._chars = 0
        self.taken = self._written

    def fileno(self) -> int:
        """Return the terminal's file descriptor."""
        return self._file.fileno()

    def isatty(self) -> bool:
        """Say whether it is a terminal."""
        return self._file.isatty()


class OutletDriver(LinuxDriver):
    """Textual's driver for terminals, with an outlet that can be asked."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self.outlet = MeteredOutput(cast("IO[str]", self._file))
        # The thread that writes needs no more of a file than an outlet has.
        self._file = cast("Any", self.outlet)

    def write(self, data: str) -> None:
        """Give the terminal a text."""
        self.outlet.given += 1
        super().write(data)

    @property
    def is_open(self) -> bool:
        """Whether the terminal is the application's now: not while it is suspended."""
        return self._writer_thread is not None

    @property
    def is_idle(self) -> bool:
        """Whether the terminal has taken all that it was given."""
        return self.outlet.taken == self.outlet.given


def driver_for(kind: type[Driver]) -> type[Driver]:
    """Return the driver to use in the place of Textual's choice."""
    return OutletDriver if kind is LinuxDriver and painter().is_fast else kind


def way_of(app: App[Any]) -> PaintPath:
    """Return how an application can paint now."""
    driver = app._driver
    if not isinstance(driver, OutletDriver) or app._batch_count or not driver.is_open:
        return PaintPath.LONG
    return PaintPath.SHORT if driver.is_idle else PaintPath.LATER


def room_chars(app: App[Any]) -> int:
    """Return how many characters a frame should have."""
    driver = app._driver
    return driver.outlet.room_chars if isinstance(driver, OutletDriver) else MOST_ROOM_CHARS


def write(app: App[Any], text: str) -> None:
    """Write a frame, and put the cursor back where Textual has it."""
    x, y = app.screen.outer_size.clamp_offset(app.cursor_position)
    frame = f"{text}\x1b[{y + 1};{x + 1}H"
    if app._driver is not None:
        app._driver.write(f"{SYNC_BEGIN}{frame}{SYNC_END}" if app._sync_available else frame)


def send(app: App[Any], sequence: str) -> None:
    """Give the terminal what shows nothing and moves no cursor. A browser, and no terminal, get nothing."""
    driver = app._driver
    if isinstance(driver, LinuxDriver) and driver._writer_thread is not None:
        driver.write(sequence)


def calm(screen: Screen[Any]) -> None:
    """Let a screen behind a dialog rest.

    Once anything on it was repainted, Textual repaints all of it at each of its messages, again and again.
    """
    if painter().is_fast:
        screen._repaint_required = False


def refresh_behind(dialog: Screen[Any], region: Region) -> None:
    """Let a dialog paint a region of what lies behind it.

    Asked by ``Screen.refresh``, Textual would forget what of the dialog itself is to be painted, such as
    another choice: it takes the region for the whole screen.
    """
    if not painter().is_fast:
        dialog.refresh()
        return
    dialog._set_dirty(region)
    dialog._dirty_widgets.add(dialog)
    dialog.check_idle()


class VisibleRegion(NamedTuple):
    """Where a widget is on the screen."""

    region: Region
    covers: tuple[Region, ...]
    """What lies over it: toasts, tooltips, panes."""

    def hides(self, region: Region) -> bool:
        """Say whether something lies over a region of the screen."""
        return any(cover.overlaps(region) for cover in self.covers)


class Visibility:
    """What can be seen of a widget; found anew only when the screen is laid out anew.

    Args:
        widget: Without border and padding, and with no widgets in it.
    """

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._layout: Mapping[Widget, tuple[Region, Region]] | None = None
        self._sight: VisibleRegion | None = None

    @property
    def sight(self) -> VisibleRegion | None:
        """Where the widget is; None when not on the screen, or partly out of it, or text is selected."""
        widget = self._widget
        screen = widget.screen
        if widget.app.screen is not screen or screen.selections:
            return None
        layout = screen._compositor.visible_widgets
        if layout is not self._layout:
            self._layout, self._sight = layout, _sight(widget, layout)
        return self._sight


def _sight(widget: Widget, layout: "Mapping[Widget, tuple[Region, Region]]") -> VisibleRegion | None:
    if widget not in layout:
        return None
    region, clip = layout[widget]
    if not clip.contains_region(region):
        return None
    family = set(widget.ancestors_with_self)
    others = (other.intersection(its_clip) for it, (other, its_clip) in layout.items() if it not in family)
    return VisibleRegion(region, tuple(other for other in others if other.overlaps(region)))
