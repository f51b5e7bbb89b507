"""The themes for 16 colours, chosen by hand: matching to the nearest of 16 is often unreadable.

Every colour here is one of the sixteen of the VGA, as Rich knows them: none is mixed or matched. There are no
fills; where a theme tells tiles apart by background, these use weight and text colour.
"""

from dataclasses import replace

from textual.theme import Theme

BLACK, GREY, SILVER, WHITE = "#000000", "#555555", "#aaaaaa", "#ffffff"
RED, BROWN, BLUE, MAGENTA = "#aa0000", "#aa5500", "#0000aa", "#aa00aa"
BRIGHT_RED, BRIGHT_GREEN, BRIGHT_YELLOW = "#ff5555", "#55ff55", "#ffff55"
BRIGHT_MAGENTA, BRIGHT_CYAN = "#ff55ff", "#55ffff"

DARK = Theme(
    name="lampfield-dark-16",
    primary=BRIGHT_CYAN,
    secondary=SILVER,
    accent=BRIGHT_YELLOW,
    foreground=WHITE,
    background=BLACK,
    surface=BLACK,
    panel=BLACK,
    success=BRIGHT_GREEN,
    warning=BRIGHT_YELLOW,
    error=BRIGHT_RED,
    dark=True,
    variables={
        "tile": BLACK,
        "tile-quiet": BLACK,
        "tile-busy": BLACK,
        "tile-ringing": BLACK,
        "tile-both": BLACK,
        "tile-cursor": BLACK,
        "field": BLUE,
        "field-focus": BLUE,
        "chosen": BLUE,
        "chosen-text": WHITE,
        "chosen-style": "bold",
        "edge": GREY,
        "number": SILVER,
        "muted": SILVER,
        "stale": SILVER,
        "lamp-free": BRIGHT_GREEN,
        "lamp-busy": BRIGHT_RED,
        "lamp-ringing": BRIGHT_YELLOW,
        "lamp-both": BRIGHT_MAGENTA,
        "lamp-unknown": SILVER,
        "show-online": BRIGHT_GREEN,
        "show-away": BRIGHT_YELLOW,
        "show-dnd": BRIGHT_RED,
        "show-offline": SILVER,
        "input-cursor-background": WHITE,
        "input-cursor-foreground": BLACK,
    },
)

LIGHT = Theme(
    name="lampfield-light-16",
    primary=BLUE,
    secondary=GREY,
    accent=MAGENTA,
    foreground=BLACK,
    background=WHITE,
    surface=WHITE,
    panel=WHITE,
    success=BLUE,
    warning=MAGENTA,
    error=RED,
    dark=False,
    variables={
        "tile": WHITE,
        "tile-quiet": WHITE,
        "tile-busy": WHITE,
        "tile-ringing": WHITE,
        "tile-both": WHITE,
        "tile-cursor": WHITE,
        "field": WHITE,
        "field-focus": WHITE,
        "chosen": WHITE,
        "chosen-text": BLACK,
        "chosen-style": "reverse",
        "edge": SILVER,
        "number": GREY,
        "muted": GREY,
        "stale": GREY,
        "lamp-free": BLUE,
        "lamp-busy": RED,
        "lamp-ringing": BROWN,
        "lamp-both": MAGENTA,
        "lamp-unknown": GREY,
        "show-online": BLUE,
        "show-away": BROWN,
        "show-dnd": RED,
        "show-offline": GREY,
        "input-cursor-background": BLACK,
        "input-cursor-foreground": WHITE,
    },
)

COLOUR_SAFE = replace(
    DARK,
    name="lampfield-colour-safe-16",
    success=BRIGHT_CYAN,
    error=BRIGHT_MAGENTA,
    variables=DARK.variables
    | dict.fromkeys(("lamp-free", "show-online"), BRIGHT_CYAN)
    | dict.fromkeys(("lamp-busy", "show-dnd"), BRIGHT_MAGENTA)
    | {"lamp-both": WHITE},
)

MONOCHROME = replace(
    DARK,
    name="lampfield-monochrome-16",
    primary=WHITE,
    accent=WHITE,
    success=WHITE,
    warning=WHITE,
    error=WHITE,
    variables=DARK.variables
    | {name: WHITE for name in DARK.variables if name.startswith(("lamp-", "show-"))}
    | dict.fromkeys(("lamp-unknown", "show-offline", "lamp-free"), SILVER)
    | {"field": BLACK, "field-focus": BLACK, "chosen": BLACK, "chosen-style": "bold reverse"},
)

_OF = {"lampfield-colour-safe": COLOUR_SAFE, "lampfield-monochrome": MONOCHROME}


def sixteen(theme: Theme) -> Theme:
    """Return the replacement of a theme on a terminal of 16 colours."""
    return _OF.get(theme.name) or (DARK if theme.dark else LIGHT)
