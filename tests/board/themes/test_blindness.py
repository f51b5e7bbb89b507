"""The colour-safe theme is safe: its lamps stay apart for eyes without red or green.

Dichromats are simulated by the matrices of G. M. Machado, M. M. Oliveira and L. A. F. Fernandes, "A
Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE TVCG 15 (2009), severity 1.0, on
linear RGB; distances are those of CIE 1976 L*a*b* (ΔE*ab, D65).
"""

import itertools
from collections.abc import Iterable

import pytest
from textual.color import Color

from lampfield.board.themes.colour_safe import THEME

Row = tuple[float, float, float]

PROTANOPIA = (
    (0.152286, 1.052583, -0.204868),
    (0.114503, 0.786281, 0.099216),
    (-0.003882, -0.048116, 1.051998),
)
DEUTERANOPIA = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)
TO_XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
WHITE = (0.9505, 1.0, 1.089)

APART = 20.0
"""Well above what is just noticed, which is about 2.3 (Mahy, Van Eycken and Oosterlinck, 1994)."""


@pytest.mark.parametrize("eyes", [PROTANOPIA, DEUTERANOPIA], ids=["no red", "no green"])
@pytest.mark.parametrize("signal", ["lamp-", "show-"])
def test_no_two_lamps_and_no_two_shows_look_alike(signal: str, eyes: tuple[Row, Row, Row]) -> None:
    inks = {name: Color.parse(text) for name, text in THEME.variables.items() if name.startswith(signal)}
    near = {
        pair: distance
        for pair in itertools.combinations(inks, 2)
        if (distance := apart(*(seen_by(eyes, inks[name]) for name in pair))) < APART
    }
    assert near == {}


def seen_by(eyes: tuple[Row, Row, Row], colour: Color) -> Row:
    """Return a colour in L*a*b* as some eyes see it."""
    linear = _times(eyes, _row(_linear(part) for part in colour.normalized))
    xyz = _times(TO_XYZ, _row(min(max(part, 0.0), 1.0) for part in linear))
    x, y, z = (_root(part / white) for part, white in zip(xyz, WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def apart(one: Row, other: Row) -> float:
    """Return the distance of two colours in L*a*b*."""
    return float(sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5)


def _times(matrix: tuple[Row, Row, Row], vector: Row) -> Row:
    return _row(sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)


def _row(parts: Iterable[float]) -> Row:
    one, two, three = parts
    return one, two, three


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _root(part: float) -> float:
    return float(part ** (1 / 3)) if part > 0.008856 else 7.787 * part + 16 / 116
