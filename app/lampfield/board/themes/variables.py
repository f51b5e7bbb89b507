"""The variables that the board's stylesheets need of a theme beside Textual's own."""

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
"""What text stands on."""

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
"""What text is written with, on any ground but a chosen one."""

NEEDED = GROUNDS | INKS | {"chosen-text", "chosen-style", "edge"}
"""All of them; ``styles/board.tcss`` says what each means."""
