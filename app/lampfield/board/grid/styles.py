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
        "under-cursor",
        "lit-ringing",
        "lit-both",
        "jump",
    }
    | {sign.variable for sign in LAMP_SIGNS.values()}
    | {sign.variable for sign in SHOW_SIGNS.values()}
)
"""Every style; ``grid.tcss`` gives each its colours."""

OWN_GROUND = ("cursor-name", "lit-", "jump")
"""What keeps its own background under the cursor."""

COMPONENTS = {f"grid--{name}" for name in NAMES}


def style_of(grid: Widget, name: str, *, cursor: bool) -> Style:
    """Return a style as it looks on this tile.

    Args:
        grid: Whose stylesheet counts.
        name: Of the text.
        cursor: The tile is under the cursor.
    """
    style = grid.get_component_rich_style(f"grid--{name}")
    if cursor and not name.startswith(OWN_GROUND):
        style += Style(bgcolor=grid.get_component_rich_style("grid--under-cursor").bgcolor)
    return style
