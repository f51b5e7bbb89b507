"""Where all widgets were when the screen was last laid out: what a layout is compared with.

Textual paints what a layout moved, showed or took away. To know it, it compares with a map of the screen,
and makes that anew whenever a place is asked for after a scroll, or after a change of a hidden widget. If
something has gone or moved by then, the layout finds no difference: a toast that is gone still stands there,
and a widget is not told of its size.

It leans on names of Textual with an underscore, as ``direct.py`` does, and under the same conditions only.
"""

from typing import Any

from textual._compositor import Compositor, CompositorMap, ReflowResult
from textual.geometry import Region, Size
from textual.screen import Screen
from textual.widget import Widget

from lampfield.board.paint.probe import painter

NOWHERE = Region()


class SureCompositor(Compositor):
    """A compositor that compares a layout with the one before it, and with nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self._laid_out: CompositorMap = {}
        """As it was painted."""

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        """Lay out all widgets."""
        self._full_map = self._laid_out
        result = super().reflow(parent, size)
        self._laid_out = self._full_map
        self._full_map_invalidated = False
        return result

    def reflow_visible(self, parent: Widget, size: Size) -> set[Widget]:
        """Lay out the widgets in sight, after a scroll."""
        exposed = super().reflow_visible(parent, size)
        hidden = {widget: place._replace(clip=NOWHERE) for widget, place in self._laid_out.items()}
        self._laid_out = hidden | (self._visible_map or {})
        return exposed

    def clear(self) -> None:
        """Forget all widgets."""
        super().clear()
        self._laid_out = {}


def compose_surely(screen: Screen[Any]) -> None:
    """Let a new screen paint all that a layout changes."""
    if painter().is_fast:
        screen._compositor = SureCompositor()
