"""The styles of a tile, by the names used in painting, and as the terminal gets them."""

from collections.abc import Callable

from rich.style import Style
from textual.widget import Widget

from lampfield.board.kit.signs import LAMP_SIGNS, SHOW_SIGNS
from lampfield.board.paint.lines import TermLine
from lampfield.board.paint.style import TermStyle
from lampfield.board.widgets.grid.painting import Line

FILLS = frozenset({"tile", "tile-busy", "tile-ringing", "tile-both", "tile-quiet"})
HEADS = frozenset(f"{fill}-head" for fill in FILLS)
"""The backgrounds of tiles."""

RESTING = frozenset({"tile", "tile-quiet", "tile-head", "tile-quiet-head"})
"""Backgrounds that the cursor changes; the others show what goes on, even under the cursor."""

NAMES = (
    frozenset(
        {
            "name",
            "busy-name",
            "quiet-name",
            "cursor-name",
            "number",
            "unread",
            "stale",
            "asking",
            "party",
            "label",
            "detail",
            "clock",
            "dim",
            "air",
            "edge",
            "under-cursor",
            "lit-ringing",
            "lit-both",
            "jump",
        }
    )
    | {sign.variable for sign in LAMP_SIGNS.values()}
    | {sign.variable for sign in SHOW_SIGNS.values()}
    | FILLS
    | HEADS
)
"""Every style; ``grid.tcss`` gives each its colours."""

COMPONENTS = {f"grid--{name}" for name in NAMES}


def style_of(grid: Widget, name: str, *, cursor: bool) -> Style:
    """Return a style as it looks on this tile.

    Args:
        grid: Provides the stylesheet.
        name: The kind of text, an at sign and the background; without the latter it is beside the tiles.
        cursor: Whether the tile is under the cursor.
    """
    text, _, fill = name.partition("@")
    style = grid.get_component_rich_style(f"grid--{text}")
    if not fill or text == "cursor-name":
        return style
    ground = "under-cursor" if cursor and fill in RESTING else fill
    return style + Style(bgcolor=grid.get_component_rich_style(f"grid--{ground}").bgcolor)


class _StyleCache(dict[str, TermStyle]):
    """Terminal styles by the names of their styles, created on demand."""

    def __init__(self, make: Callable[[str], TermStyle]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, name: str) -> TermStyle:
        term_style = self[name] = self._make(name)
        return term_style


class TileStyles:
    """The terminal styles of a tile's style names.

    Args:
        grid: Provides the stylesheet.
        make: Creates the terminal style of a style.
    """

    def __init__(self, grid: Widget, term_style: Callable[[Style], TermStyle]) -> None:
        self._usual = _StyleCache(lambda name: term_style(style_of(grid, name, cursor=False)))
        self._under_cursor = _StyleCache(lambda name: term_style(style_of(grid, name, cursor=True)))

    def forget(self) -> None:
        """Forget everything: the colours have changed."""
        self._usual.clear()
        self._under_cursor.clear()

    def of(self, name: str) -> TermStyle:
        """Return the terminal style of a name on a tile without the cursor."""
        return self._usual[name]

    def styled(self, line: Line, *, cursor: bool) -> TermLine:
        """Return a line, or a part of one, with terminal styles instead of names.

        Args:
            line: Of a tile.
            cursor: Whether the tile is under the cursor.
        """
        term_styles = self._under_cursor if cursor else self._usual
        # A generator takes half as long again, and this runs for everything that is written.
        return tuple([(text, term_styles[name]) for text, name in line if text])
