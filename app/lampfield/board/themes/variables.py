"""The variables that the board's stylesheets need besides Textual's own."""

GROUNDS = frozenset(
    {
        "tile",
        "tile-quiet",
        "tile-busy",
        "tile-ringing",
        "tile-both",
        "tile-cursor",
        "field",
        "field-focus",
        "chosen",
    }
)
"""Backgrounds of text."""

INKS = frozenset(
    {
        "number",
        "muted",
        "stale",
        "lamp-free",
        "lamp-busy",
        "lamp-ringing",
        "lamp-both",
        "lamp-unknown",
        "show-online",
        "show-away",
        "show-dnd",
        "show-offline",
    }
)
"""Text colours, on any background except a chosen one."""

NEEDED = GROUNDS | INKS | {"chosen-text", "chosen-style", "edge"}
"""All of them; ``styles/board.tcss`` describes each."""
