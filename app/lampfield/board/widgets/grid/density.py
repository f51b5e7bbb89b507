"""Densities: how many lines a tile has."""

from typing import NamedTuple

from lampfield.config.settings import DensityChoice


class Density(NamedTuple):
    """The measures of a tile."""

    name: DensityChoice
    lines: int
    """Lines that say something."""
    air: int
    """Empty lines below them."""
    min_width: int
    """Cells below which a tile says too little."""
    max_width: int
    pair_width: int = 0
    """Cells that do for two columns side by side where there would be one alone; 0: none do."""

    @property
    def height(self) -> int:
        """Lines of a tile and the air below it."""
        return self.lines + self.air


LARGE = Density(DensityChoice.LARGE, 5, 1, min_width=54, max_width=100, pair_width=38)
"""Names in letters three lines high, to be read across a room."""

NORMAL = Density(DensityChoice.NORMAL, 3, 1, min_width=26, max_width=40)
SNUG = NORMAL._replace(air=0)
"""The normal one without air, for low terminals."""

CLOSE = Density(DensityChoice.CLOSE, 1, 0, min_width=39, max_width=100)
"""As many tiles as there are lines."""

MOST_LINES = LARGE.height
"""No tile has more."""

ROOMY_LINES = 24
"""The height of a grid from which air leaves enough tiles on the screen."""

_CHOSEN = {DensityChoice.LARGE: LARGE, DensityChoice.CLOSE: CLOSE}


def density_for(height: int, choice: DensityChoice = DensityChoice.AUTO) -> Density:
    """Return the density of a grid.

    Args:
        height: Of the grid, in lines.
        choice: The operator's.
    """
    return _CHOSEN.get(choice) or (NORMAL if height >= ROOMY_LINES else SNUG)


def next_choice(choice: DensityChoice) -> DensityChoice:
    """Return the choice after one."""
    choices = list(DensityChoice)
    return choices[(choices.index(choice) + 1) % len(choices)]
