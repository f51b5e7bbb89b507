"""The cells of a screen as a terminal shows them."""

from collections.abc import Iterator
from typing import NamedTuple

from rich._palettes import STANDARD_PALETTE
from rich.color import Color as RichColor
from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS
from rich.style import Style
from textual.app import App
from textual.color import Color
from textual.geometry import Region

from lampfield.board.themes.contrast import contrast
from tests.drawn import drawn


class Cell(NamedTuple):
    """A sign on the screen."""

    sign: str
    x: int
    y: int
    style: Style


class Seen(NamedTuple):
    """A sign with the colours that are really seen."""

    sign: str
    x: int
    y: int
    ink: Color
    ground: Color

    @property
    def contrast(self) -> float:
        """WCAG's ratio of ink and ground."""
        return contrast(self.ink, self.ground)

    def __str__(self) -> str:
        """Say what is written, where, and how."""
        return (
            f"{self.sign!r} at {self.x},{self.y}: {self.ink.hex} on {self.ground.hex}, {self.contrast:.2f}:1"
        )


def cells(app: App[None], region: Region | None = None) -> Iterator[Cell]:
    """Yield the cells of the screen in which a text stands: no blanks, lines or blocks."""
    for y, strip in enumerate(drawn(app)):
        x = 0
        for text, style, _ in strip:
            for sign in text:
                inside = region is None or region.contains(x, y)
                if inside and not is_drawing(sign) and style is not None:
                    yield Cell(sign, x, y, style)
                x += 1


def is_drawing(sign: str) -> bool:
    """Say whether a sign is a blank, a line or a bar (Unicode: Box Drawing, Block Elements)."""
    return sign.isspace() or 0x2500 <= ord(sign) <= 0x259F


def seen(cell: Cell, system: str) -> Seen:
    """Return a cell as it is seen on a terminal of so many colours."""
    style = cell.style
    assert not style.dim, "what a terminal makes of dim is not known"
    ink, ground = (_shown(colour, COLOR_SYSTEMS[system]) for colour in (style.color, style.bgcolor))
    if style.reverse:
        ink, ground = ground, ink
    return Seen(cell.sign, cell.x, cell.y, ink, ground)


def _shown(colour: RichColor | None, system: ColorSystem) -> Color:
    assert colour is not None
    assert not colour.is_default
    shown = colour.downgrade(system)
    if system is ColorSystem.STANDARD:
        assert shown.number is not None
        return Color(*STANDARD_PALETTE[shown.number])
    return Color(*shown.get_truecolor())
