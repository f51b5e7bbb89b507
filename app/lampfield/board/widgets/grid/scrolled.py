"""A scroll view that grows and shrinks without a layout of the screen."""

from textual.geometry import Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView

from lampfield.board.widgets.grid.bar import Bar


class Scrolled(ScrollView):
    """A scroll view whose scrollbar is always shown beside it.

    Textual lays out and paints the whole screen whenever the scrolled size changes, that is at each key of a
    search.
    """

    virtual_size = Reactive(Size(), layout=False, repaint=False)
    """The scrolled size."""

    def __init__(self, *, name: str | None = None, id: str | None = None) -> None:
        super().__init__(name=name, id=id)
        self.bar = Bar(self)

    @property
    def allow_vertical_scroll(self) -> bool:
        """Whether the view is smaller than its contents."""
        return self.virtual_size.height > self.size.height

    def watch_virtual_size(self, size: Size) -> None:
        """Pass the scrolled size to the scrollbar."""
        self.bar.window_virtual_size = size.height
