"""The short way to the terminal: tiles that changed are written as they are, past Textual's compositor.

Textual paints a part of a widget by laying out every line of the screen anew, and sends each changed span
from the left edge of its widget. For a few tiles among many that is most of the work of a busy board. Here
only their changed lines are sent, in one frame, through Textual's own output with all that it does there.

It leans on what Textual does not promise: the names with an underscore in this file, and nowhere else. So it
is taken only with the versions that it was tested with, and only where nothing lies over the grid and the
screen shows what the grid believes. Otherwise the grid asks for its repaint as any widget does; what is
seen is the same, cell for cell (``tests/board/grid/test_direct.py``).
"""

import os
from collections.abc import Sequence
from enum import Enum, auto
from functools import cache
from typing import NamedTuple, cast

import textual
from rich.console import Console, RenderableType
from textual._compositor import CompositorUpdate
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

TESTED = frozenset({"8.2.8"})
"""The versions of Textual that this was tested with."""


SWITCH = "LAMPFIELD_PAINT"
"""The environment variable that leaves all painting to Textual when it says ``textual``."""


class Way(Enum):
    """How tiles can be painted now."""

    SHORT = auto()
    LATER = auto()
    """The terminal has not taken the last frame yet: another one would only wait, and keys with it."""
    LONG = auto()
    """Textual has to paint them."""


class Span(NamedTuple):
    """A piece of a line, and where on the screen it begins."""

    x: int
    y: int
    strip: Strip


class SpansUpdate(CompositorUpdate):
    """Some spans as Textual's output takes them."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans

    def render_segments(self, console: Console) -> str:
        """Return the sequences that paint the spans."""
        return "".join(f"\x1b[{y + 1};{x + 1}H{strip.render(console)}" for x, y, strip in self._spans)


@cache
def is_tested() -> bool:
    """Say whether this was tested with the Textual that is here, and is not forbidden by the environment."""
    return os.environ.get(SWITCH) != "textual" and textual.__version__ in TESTED


def way_for(widget: Widget, shown: Region) -> Way:
    """Return how a widget's changes can be painted now.

    Args:
        widget: Without border and padding.
        shown: The region at which Textual last painted it.
    """
    app = widget.app
    driver = app._driver
    if not is_tested() or not isinstance(driver, LinuxDriver) or driver.is_inline:
        return Way.LONG
    if app.is_headless or app._batch_count or widget.region != shown or not _is_uncovered(widget):
        return Way.LONG
    writer = driver._writer_thread
    if writer is None:
        return Way.LONG
    return Way.SHORT if writer._queue.empty() else Way.LATER


def paint(widget: Widget, spans: Sequence[Span]) -> None:
    """Write spans to the terminal, as one frame."""
    # Textual's output takes any of its updates, though its type names only Rich's.
    widget.app._display(widget.screen, cast("RenderableType", SpansUpdate(spans)))


def _is_uncovered(widget: Widget) -> bool:
    """Say whether a widget is wholly in sight: no dialog, toast, tooltip, pane or selection over it."""
    screen = widget.screen
    if widget.app.screen is not screen or screen.selections:
        return False
    visible = screen._compositor.visible_widgets
    if widget not in visible:
        return False
    region, clip = visible[widget]
    family = set(widget.ancestors_with_self)
    return clip.contains_region(region) and not any(
        region.overlaps(other.intersection(its_clip))
        for it, (other, its_clip) in visible.items()
        if it not in family and it.parent is not widget
    )
