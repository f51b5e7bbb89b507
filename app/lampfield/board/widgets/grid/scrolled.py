"""What is scrolled through, and grows and shrinks without a layout of the screen."""

from textual.geometry import Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView

from lampfield.board.widgets.grid.bar import Bar


class Scrolled(ScrollView):
    """A scroll view whose scrollbar stands beside it, be there something to scroll through or not.

    Textual lays out and paints the whole screen whenever what there is to scroll through is more or less,
    thus at each key of a search.
    """

    virtual_size = Reactive(Size(), layout=False, repaint=False)
    """What there is to scroll through."""

    def __init__(self, *, name: str | None = None, id: str | None = None) -> None:
        super().__init__(name=name, id=id)
        self.bar = Bar(self)

    @property
    def allow_vertical_scroll(self) -> bool:
        """Whether there is more than can be seen."""
        return self.virtual_size.height > self.size.height

    def watch_virtual_size(self, size: Size) -> None:
        """Let the scrollbar say how far it goes."""
        self.bar.window_virtual_size = size.height
