"""The styles of a tile, by the names that its painting uses."""

from rich.style import Style
from textual.widget import Widget

from lampfield.board.kit.signs import LAMP_SIGNS, SHOW_SIGNS

FILLS = frozenset({"tile", "tile-busy", "tile-ringing", "tile-both", "tile-quiet"})
HEADS = frozenset(f"{fill}-head" for fill in FILLS)
"""The grounds of tiles."""

RESTING = frozenset({"tile", "tile-quiet", "tile-head", "tile-quiet-head"})
"""Those that the cursor changes; the others say what goes on, under the cursor too."""

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
        grid: Whose stylesheet counts.
        name: Of the text, and after an at sign that of its ground; without one it stands beside the tiles.
        cursor: The tile is under the cursor.
    """
    text, _, fill = name.partition("@")
    style = grid.get_component_rich_style(f"grid--{text}")
    if not fill or text == "cursor-name":
        return style
    ground = "under-cursor" if cursor and fill in RESTING else fill
    return style + Style(bgcolor=grid.get_component_rich_style(f"grid--{ground}").bgcolor)
