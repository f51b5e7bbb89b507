"""The pages of a wallboard: whole tiles, one page after another."""

from textual.widget import Widget

from lampfield.board.context import BoardContext
from lampfield.board.widgets.grid.grid import ContactGrid

PAGE_SECONDS = 20.0
"""How long a page is shown when there is more than one."""


class PageController:
    """Turns the pages of a wallboard.

    Args:
        context: What all controllers share.
        grid: The tiles.
        middle: The region that contains the grid.
    """

    def __init__(self, context: BoardContext, grid: ContactGrid, middle: Widget) -> None:
        self._context = context
        self._grid = grid
        self._middle = middle

    def begin(self) -> None:
        """Start turning the pages."""
        self._context.window.after(PAGE_SECONDS, self._go_on)

    def turn(self) -> None:
        """Show the next page, or the first one after the last."""
        grid = self._grid
        below = grid.scroll_y + grid.size.height // grid.tile_height * grid.tile_height
        grid.scroll_to(y=0 if grid.scroll_y >= grid.max_scroll_y else below, animate=False)

    def fit_rows(self) -> None:
        """Show whole tiles only, once the layout is known: a wallboard cannot be scrolled."""
        self._context.window.after_refresh(self._fit_rows)

    def _go_on(self) -> None:
        self.turn()
        self.begin()

    def _fit_rows(self) -> None:
        room, tile = self._middle.size.height, self._grid.tile_height
        self._grid.styles.max_height = max(room - room % tile, min(room, tile)) or None
