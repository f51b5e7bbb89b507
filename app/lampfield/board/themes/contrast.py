"""Contrast of a text and its ground, as WCAG 2.2 defines it."""

from textual.color import Color

TEXT = 4.5
"""The least contrast of a text (WCAG 2.2, success criterion 1.4.3, level AA)."""

STEPS = 20


def contrast(ink: Color, ground: Color) -> float:
    """Return the contrast ratio of two opaque colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: Color) -> float:
    """Return the relative luminance of a colour, 0 to 1 (WCAG 2.2, "relative luminance")."""
    red, green, blue = (_linear(part) for part in colour.normalized)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def readable(ink: Color, *grounds: Color, least: float = TEXT) -> Color:
    """Return a colour that can be read on all grounds: the ink, made lighter or darker as needed.

    Where the grounds lie too far apart for any, it is the one that is read best.
    """
    steps = [ink, *(ink.blend(end, step / STEPS) for step in range(1, STEPS + 1) for end in _ENDS)]
    good = (step for step in steps if all(contrast(step, ground) >= least for ground in grounds))
    return next(good, None) or max(steps, key=lambda step: min(contrast(step, ground) for ground in grounds))


_ENDS = (Color(255, 255, 255), Color(0, 0, 0))


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
