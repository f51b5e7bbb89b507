"""The contrast of text and background, as WCAG 2.2 defines it."""

from textual.color import Color

TEXT = 4.5
"""The minimum contrast of text (WCAG 2.2, success criterion 1.4.3, level AA)."""

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
    """Return a colour that is readable on all backgrounds: the given one, made lighter or darker as needed.

    If no colour is readable on all of them, return the best.
    """
    steps = [ink, *(ink.blend(end, step / STEPS) for step in range(1, STEPS + 1) for end in _ENDS)]
    good = (step for step in steps if all(contrast(step, ground) >= least for ground in grounds))
    return next(good, None) or max(steps, key=lambda step: min(contrast(step, ground) for ground in grounds))


_ENDS = (Color(255, 255, 255), Color(0, 0, 0))


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
