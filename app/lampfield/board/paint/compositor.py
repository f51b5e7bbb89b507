"""The positions of all widgets at the last layout, which the next layout is compared with.

Textual paints what a layout moved, showed or removed. To find that, it compares with a map of the screen, and
rebuilds this map whenever a position is asked for after a scroll or a change of a hidden widget. If something
has gone or moved by then, the layout finds no difference: a toast that has gone stays on the screen, and a
widget does not get its new size.

This relies on private names of Textual, as ``direct.py`` does, and under the same conditions only.
"""

from typing import Any

from textual._compositor import Compositor, CompositorMap, ReflowResult
from textual.geometry import Region, Size
from textual.screen import Screen
from textual.widget import Widget

from lampfield.board.paint.probe import painter

NOWHERE = Region()


class ExactCompositor(Compositor):
    """A compositor that compares each layout with the previous one only."""

    def __init__(self) -> None:
        super().__init__()
        self._laid_out: CompositorMap = {}
        """The map as it was painted."""

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        """Lay out all widgets."""
        self._full_map = self._laid_out
        result = super().reflow(parent, size)
        self._laid_out = self._full_map
        self._full_map_invalidated = False
        return result

    def reflow_visible(self, parent: Widget, size: Size) -> set[Widget]:
        """Lay out the visible widgets after a scroll."""
        exposed = super().reflow_visible(parent, size)
        hidden = {widget: place._replace(clip=NOWHERE) for widget, place in self._laid_out.items()}
        self._laid_out = hidden | (self._visible_map or {})
        return exposed

    def clear(self) -> None:
        """Forget all widgets."""
        super().clear()
        self._laid_out = {}


def use_exact_compositor(screen: Screen[Any]) -> None:
    """Make a new screen paint everything that a layout changes."""
    if painter().is_fast:
        screen._compositor = ExactCompositor()
