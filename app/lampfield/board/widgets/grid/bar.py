"""The scrollbar of a view, beside it."""

from __future__ import annotations

from textual import events
from textual.geometry import Offset
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar, ScrollDown, ScrollTo, ScrollUp

from lampfield.board.paint.frame import TerminalFrame
from lampfield.board.paint.lines import TermLine, changed_parts
from lampfield.board.paint.painted import Painted

DRAG_SECONDS = 0.1
"""How long the view takes to follow a drag by a mouse with coarse steps."""


class Bar(ScrollBar, Painted):
    """A scrollbar that is painted in the same frame as its view.

    Textual would redraw each row of the screen whenever a key of a search shortens the list.

    Args:
        view: The scrolled view.
    """

    window_virtual_size = Reactive(0, repaint=False)
    window_size = Reactive(0, repaint=False)
    position = Reactive(0.0, repaint=False)
    mouse_over = Reactive(False, repaint=False)
    grabbed: Reactive[Offset | None] = Reactive(None, repaint=False)

    def __init__(self, view: ScrollView) -> None:
        super().__init__()
        self._view = view
        self._rows: list[TermLine] = []
        """The rows on the screen; empty if Textual is about to paint."""

    def on_mount(self) -> None:
        """Repaint it whenever it has changed."""
        for name in ("window_virtual_size", "window_size", "position", "mouse_over", "grabbed"):
            self.watch(self, name, self._look_again, init=False)

    def paint_changes(self, frame: TerminalFrame | None) -> bool:
        """Write the rows that differ."""
        if self._rows:
            before, self._rows = self._rows, self._drawn()
            visible = self._visible_region(frame)
            for y, (old, new) in enumerate(zip(before, self._rows, strict=False)):
                self._write_row(frame, visible, y, changed_parts(old, new))
        return True

    def row_at(self, y: int) -> TermLine:
        """Return a row."""
        if len(self._rows) != self.size.height:
            self._rows = self._drawn()
        return self._rows[y]

    def colour_key(self) -> object:
        """Return all that its colours depend on."""
        return (super().colour_key(), self.app.theme_variables)

    def forget(self) -> None:
        """Forget what is painted."""
        self._rows = []

    def on_scroll_to(self, event: ScrollTo) -> None:
        """Follow a drag."""
        self._view.scroll_to(y=event.y, animate=event.animate, duration=DRAG_SECONDS)

    def on_scroll_up(self, _: ScrollUp) -> None:
        """Go back a page: the bar was clicked above its thumb."""
        self._view.scroll_page_up()

    def on_scroll_down(self, _: ScrollDown) -> None:
        """Go on a page: the bar was clicked below its thumb."""
        self._view.scroll_page_down()

    def on_mouse_scroll_up(self, _: events.MouseScrollUp) -> None:
        """Scroll up by the wheel, as over the view."""
        self._view.scroll_up(animate=False)

    def on_mouse_scroll_down(self, _: events.MouseScrollDown) -> None:
        """Scroll down by the wheel, as over the view."""
        self._view.scroll_down(animate=False)

    def _look_again(self) -> None:
        self.repaint_soon()

    def _drawn(self) -> list[TermLine]:
        """Return its rows, as drawn by Textual."""
        console = self.app.console
        options = console.options.update(width=self.size.width, height=self.size.height)
        segments = console.render(self.render(), options)
        return [((text, self.term_style(style)),) for text, style, _ in segments if style is not None]
