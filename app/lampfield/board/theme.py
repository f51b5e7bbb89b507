"""The board's themes: colours by what they mean."""

from collections.abc import Mapping

from textual.theme import Theme

LAMPFIELD_DARK = Theme(
    name="lampfield-dark",
    primary="#5aa9e6",
    secondary="#7f95b2",
    accent="#e6b450",
    foreground="#d5dbe3",
    background="#0d1117",
    surface="#131a22",
    panel="#1b2430",
    success="#6cc070",
    warning="#e6b450",
    error="#ef6a6a",
    dark=True,
    variables={
        "lamp-free": "#6cc070",
        "lamp-busy": "#ef6a6a",
        "lamp-ringing": "#e6b450",
        "lamp-both": "#d685e6",
        "lamp-unknown": "#8593a5",
        "show-online": "#6cc070",
        "show-away": "#e6b450",
        "show-dnd": "#ef6a6a",
        "show-offline": "#66727f",
        "muted": "#8f9bab",
        "stale": "#6f7a88",
        "footer-key-foreground": "#e6b450",
    },
)
"""The theme that the board starts with."""

THEMES = (LAMPFIELD_DARK,)


def wearable(themes: Mapping[str, Theme]) -> list[str]:
    """Return the names of themes that know the colours of lamps: with another the board has no stylesheet."""
    return [name for name, theme in themes.items() if "lamp-free" in theme.variables]
