"""Styles as a terminal gets them, and the shortest sequence from one to the next."""

from __future__ import annotations

from typing import NamedTuple

from rich.color import Color, ColorSystem
from rich.console import COLOR_SYSTEMS
from rich.style import Style

RESET = "\x1b[0m"
"""Resets all attributes and colours (ECMA-48, SGR)."""


ENDS = {
    "1": "22",
    "2": "22",
    "3": "23",
    "4": "24",
    "5": "25",
    "6": "25",
    "7": "27",
    "8": "28",
    "9": "29",
    "21": "24",
    "51": "54",
    "52": "54",
    "53": "55",
}
"""The code that ends each attribute (ECMA-48, SGR; 53 and 55 as in xterm)."""


class Codes(NamedTuple):
    """The SGR parameters (ECMA-48) of a style; empty for the terminal's default."""

    attributes: str
    foreground: str
    background: str


class TermStyle:
    """A style on a terminal with a given colour system. Equal styles should be the same object.

    Args:
        style: With its final colours.
        system: The colour system, as Rich names it: ``truecolor``, ``256``, …; None for no styles.
    """

    __slots__ = ("_steps", "codes", "style")

    def __init__(self, style: Style, system: str | None) -> None:
        self.style = style
        self.codes = codes_of(style, COLOR_SYSTEMS[system]) if system else Codes("", "", "")
        self._steps: dict[TermStyle | None, str] = {}

    def after(self, before: TermStyle | None) -> str:
        """Return the sequence that changes another style to this one.

        Args:
            before: None if nothing was written since a `RESET`.
        """
        step = self._steps.get(before)
        if step is None:
            step = self._steps[before] = step_between(before.codes if before else NOTHING, self.codes)
        return step


NOTHING = Codes("", "", "")


def step_between(before: Codes, after: Codes) -> str:
    """Return the shortest sequence from one style to another."""
    if before == after:
        return ""
    anew = f"\x1b[{';'.join(filter(None, ('0', *after)))}m"
    parts = _attributes_between(before.attributes, after.attributes)
    if after.foreground != before.foreground:
        parts.append(after.foreground or "39")
    if after.background != before.background:
        parts.append(after.background or "49")
    return min(f"\x1b[{';'.join(parts)}m", anew, key=len)


def _attributes_between(before: str, after: str) -> list[str]:
    """Return the codes that end attributes no longer set and begin new ones.

    Bold and faint end together.
    """
    old, new = _parameters(before), _parameters(after)
    ends = dict.fromkeys(ENDS[one] for one in old if one not in new)
    return [*ends, *(one for one in new if one not in old or ENDS[one] in ends)]


def _parameters(attributes: str) -> list[str]:
    return attributes.split(";") if attributes else []


def codes_of(style: Style, system: ColorSystem) -> Codes:
    """Return the codes of a style on a terminal."""
    attributes = style.without_color.render("|", color_system=system).partition("|")[0]
    return Codes(
        attributes.removeprefix("\x1b[").removesuffix("m"),
        _colour(style.color, system, foreground=True),
        _colour(style.bgcolor, system, foreground=False),
    )


def _colour(color: Color | None, system: ColorSystem, *, foreground: bool) -> str:
    if color is None:
        return ""
    return ";".join(color.downgrade(system).get_ansi_codes(foreground))
