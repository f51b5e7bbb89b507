"""Densities: how many lines a tile has."""

from typing import NamedTuple

from lampfield.config.settings import DensityChoice


class Density(NamedTuple):
    """The size of a tile."""

    name: DensityChoice
    lines: int
    """Lines with text."""
    air: int
    """Empty lines below them."""
    min_width: int
    """The minimum width in cells."""
    max_width: int
    pair_width: int = 0
    """The width in cells that is enough for two columns instead of one; 0: none."""

    @property
    def height(self) -> int:
        """Lines of a tile, including the empty ones below it."""
        return self.lines + self.air


LARGE = Density(DensityChoice.LARGE, 5, 1, min_width=54, max_width=100, pair_width=38)
"""Names in letters three lines high, readable across a room."""

NORMAL = Density(DensityChoice.NORMAL, 3, 1, min_width=26, max_width=40)
SNUG = NORMAL._replace(air=0)
"""The normal density without empty lines, for low terminals."""

CLOSE = Density(DensityChoice.CLOSE, 1, 0, min_width=39, max_width=100)
"""One line per tile."""

MOST_LINES = LARGE.height
"""The maximum height of a tile."""

ROOMY_LINES = 24
"""The height of a grid from which empty lines leave enough tiles on the screen."""

_CHOSEN = {DensityChoice.LARGE: LARGE, DensityChoice.CLOSE: CLOSE}


def density_for(height: int, choice: DensityChoice = DensityChoice.AUTO) -> Density:
    """Return the density of a grid.

    Args:
        height: The grid's height in lines.
        choice: The operator's choice.
    """
    return _CHOSEN.get(choice) or (NORMAL if height >= ROOMY_LINES else SNUG)


def next_choice(choice: DensityChoice) -> DensityChoice:
    """Return the choice after this one."""
    choices = list(DensityChoice)
    return choices[(choices.index(choice) + 1) % len(choices)]
