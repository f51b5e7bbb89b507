"""The styles of a tile, by the names that its painting uses."""

from rich.style import Style
from textual.widget import Widget

from lampfield.board.signs import LAMP_SIGNS, SHOW_SIGNS

NAMES = frozenset(
    {
        "name",
        "cursor-name",
        "unread",
        "stale",
        "asking",
        "party",
        "label",
        "detail",
        "clock",
        "dim",
        "under-cursor",
        "lit",
    }
    | {sign.variable for sign in LAMP_SIGNS.values()}
    | {sign.variable for sign in SHOW_SIGNS.values()}
)
"""Every style; ``grid.tcss`` gives each its colours."""

COMPONENTS = {f"grid--{name}" for name in NAMES}


def styles_of(grid: Widget, name: str, *, cursor: bool, lit: bool) -> Style:
    """Return a style as it looks on this tile.

    Args:
        grid: Whose stylesheet counts.
        name: Of the text.
        cursor: The tile is under the cursor.
        lit: The tile flashes right now.
    """
    style = grid.get_component_rich_style(f"grid--{name}")
    if lit:
        style += Style(bgcolor=grid.get_component_rich_style("grid--lit").bgcolor)
    elif cursor and name != "cursor-name":
        style += Style(bgcolor=grid.get_component_rich_style("grid--under-cursor").bgcolor)
    return style
