"""The board's variables for a theme that lacks them, derived from its colours."""

from textual.color import Color
from textual.theme import Theme

from lampfield.board.themes.contrast import readable
from lampfield.board.themes.variables import GROUNDS

TINT = 0.2
"""How much of the phone state's colour the background of a busy tile has."""

_INKS = {
    "lamp-free": "success",
    "lamp-busy": "error",
    "lamp-ringing": "warning",
    "lamp-both": "accent",
    "lamp-unknown": "quiet",
    "show-online": "success",
    "show-away": "warning",
    "show-dnd": "error",
    "show-offline": "quiet",
    "number": "secondary",
    "muted": "quiet",
    "stale": "quiet",
}
"""The colour that each text colour of the board is derived from."""

_BASE = (
    "secondary",
    "warning",
    "error",
    "success",
    "accent",
    "primary",
    "foreground",
    "background",
    "surface",
    "panel",
)

_TERMINAL_INKS = {
    "success": "ansi_green",
    "error": "ansi_red",
    "warning": "ansi_yellow",
    "accent": "ansi_magenta",
    "secondary": "ansi_cyan",
    "quiet": "ansi_default",
}


def derived(theme: Theme) -> dict[str, str]:
    """Return the board's variables for a theme; its own take precedence.

    Args:
        theme: Any of Textual's, or a user's own.
    """
    return _of_terminal() if theme.ansi else _mixed(theme)


def _of_terminal() -> dict[str, str]:
    """Return the variables of a theme that leaves all colours to the terminal: those cannot be mixed."""
    return (
        dict.fromkeys(GROUNDS, "ansi_default")
        | {name: _TERMINAL_INKS[source] for name, source in _INKS.items()}
        | {"chosen-text": "ansi_default", "chosen-style": "bold reverse"}
        | {"edge": "ansi_default"}
    )


def _mixed(theme: Theme) -> dict[str, str]:
    generated = theme.to_color_system().generate()
    base = {name: Color.parse(generated[name]) for name in _BASE}
    ground, text = base["background"], base["foreground"]
    base["quiet"] = text.blend(ground, 0.35)
    fills = _fills(base)
    grounds = (*fills.values(), base["surface"], base["panel"])
    inks = {name: readable(base[source], *grounds) for name, source in _INKS.items()}
    chosen = ground.blend(base["primary"], 0.4)
    chrome = {"chosen": chosen, "chosen-text": readable(text, chosen), "edge": ground.blend(text, 0.3)}
    return {"chosen-style": "bold"} | {name: colour.hex for name, colour in (fills | inks | chrome).items()}


def _fills(base: dict[str, Color]) -> dict[str, Color]:
    ground, text = base["background"], base["foreground"]
    return {
        "tile": ground.blend(text, 0.05),
        "tile-quiet": ground.blend(text, 0.02),
        "tile-busy": ground.blend(base["error"], TINT),
        "tile-ringing": ground.blend(base["warning"], TINT),
        "tile-both": ground.blend(base["accent"], TINT),
        "tile-cursor": ground.blend(text, 0.15),
        "field": ground.blend(text, 0.08),
        "field-focus": ground.blend(text, 0.15),
    }
