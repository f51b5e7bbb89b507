"""What is scrolled through, and grows and shrinks without a layout of the screen."""

from textual.geometry import Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView


class Scrolled(ScrollView):
    """A scroll view with room for its scrollbar, be it there or not (``scrollbar-gutter: stable``).

    Textual lays out and paints the whole screen whenever what there is to scroll through is more or less,
    thus at each key of a search.
    """

    virtual_size = Reactive(Size(), layout=False, repaint=False)
    """What there is to scroll through."""

    def watch_virtual_size(self, size: Size) -> None:
        """Let the scrollbar say how far it goes; whether there is one, Textual finds out by a layout."""
        if self.show_vertical_scrollbar != (size.height > self.size.height):
            self.refresh(layout=True)
        elif self.show_vertical_scrollbar:
            self.vertical_scrollbar.window_virtual_size = size.height
