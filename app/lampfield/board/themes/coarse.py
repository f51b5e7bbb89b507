"""A theme on a terminal of 256 colours: the nearest backgrounds on which all text colours are readable."""

from dataclasses import replace
from functools import cache

from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.color import Color
from textual.theme import Theme

from lampfield.board.themes.contrast import luminance
from lampfield.board.themes.variables import GROUNDS, INKS

LEAST = 4.75
"""The minimum contrast of text; slightly above the required one, because some backgrounds are lightened."""

FIRST, LAST = 16, 256
"""The colours that are the same on all terminals: the first sixteen can be changed by the user."""

HUED_STEPS = 24
"""From this difference between red, green and blue, of 256, a background has a hue, and keeps it if possible.
"""

ALIKE_TURNS = 25 / 360
"""How far apart two similar hues may be."""


def coarse(theme: Theme) -> Theme:
    """Return a theme whose backgrounds are among the 256: each the nearest on which all text is readable.

    The theme must have all variables. Text colours are matched by Rich; the nearest background is often much
    brighter than intended, because red, green and blue have six levels each.
    """
    texts = theme.variables
    named = (theme.primary, theme.accent, theme.foreground)
    inks = [*(texts[name] for name in INKS), *(text for text in named if text)]
    levels = [luminance(_shown(text)) for text in inks]
    grounds = {name: _nearest(texts[name], levels, dark=theme.dark).hex for name in GROUNDS}
    return replace(theme, name=f"{theme.name}-256", variables=texts | grounds)


def _nearest(text: str, levels: list[float], *, dark: bool) -> Color:
    meant = Color.parse(text)
    most = (min(levels) + 0.05) / LEAST - 0.05
    least = (max(levels) + 0.05) * LEAST - 0.05
    good = [colour for colour, level in _palette() if (level <= most if dark else level >= least)]
    alike = [colour for colour in good if _has_hue(colour) and _turn(colour, meant) <= ALIKE_TURNS]
    return min((_has_hue(meant) and alike) or good or [meant], key=lambda colour: _distance(colour, meant))


def _has_hue(colour: Color) -> bool:
    return max(colour.rgb) - min(colour.rgb) >= HUED_STEPS


def _turn(one: Color, other: Color) -> float:
    """Return the distance of two hues, from 0 to half a turn."""
    apart = abs(one.hsl.h - other.hsl.h)
    return min(apart, 1 - apart)


def _distance(one: Color, other: Color) -> int:
    return sum((a - b) ** 2 for a, b in zip(one.rgb, other.rgb, strict=True))


def _shown(text: str) -> Color:
    return Color(*RichColor.parse(text).downgrade(ColorSystem.EIGHT_BIT).get_truecolor())


@cache
def _palette() -> list[tuple[Color, float]]:
    """Return the 240 colours that are the same on all terminals, each with its luminance."""
    colours = (Color(*RichColor.from_ansi(number).get_truecolor()) for number in range(FIRST, LAST))
    return [(colour, luminance(colour)) for colour in colours]
