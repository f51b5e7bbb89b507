"""Densities: how many lines a tile has."""

from typing import NamedTuple

from lampfield.config.settings import DensityChoice


class Density(NamedTuple):
    """The measures of a tile."""

    name: str
    height: int
    """Lines of a tile, its box included."""
    boxed: bool
    min_width: int
    """Cells below which a tile says too little."""
    max_width: int


NORMAL = Density("normal", 5, boxed=True, min_width=26, max_width=40)
CLOSE = Density("close", 3, boxed=False, min_width=25, max_width=40)

TALL_LINES = 24
"""The height of a grid from which boxes leave enough tiles on the screen."""


_CHOSEN = {DensityChoice.NORMAL: NORMAL, DensityChoice.CLOSE: CLOSE}


def density_for(height: int, choice: DensityChoice = DensityChoice.AUTO) -> Density:
    """Return the density that was chosen, else the one that suits a grid of a height in lines."""
    return _CHOSEN.get(choice) or (NORMAL if height >= TALL_LINES else CLOSE)
