"""From a face to lines of styled text, exactly as wide as the tile. Pure."""

from typing import NamedTuple

from rich.cells import cell_len

from lampfield.board.cells import fit, fit_both
from lampfield.board.grid.face import Face
from lampfield.model.lamp import Lamp
from lampfield.model.text import plain

Span = tuple[str, str]
"""Text, and the name of its style."""

Line = tuple[Span, ...]


class Box(NamedTuple):
    """The characters of a box; its left side is the show's bar."""

    top: str
    """Left corner, line, right corner."""
    side: str
    bottom: str


BOXES: dict[Lamp, Box] = {
    Lamp.AVAILABLE: Box("┌─┐", "│", "└─┘"),
    Lamp.ON_CALL: Box("┏━┓", "┃", "┗━┛"),
    Lamp.RINGING: Box("╔═╗", "║", "╚═╝"),
    Lamp.ON_CALL_RINGING: Box("▛▀▜", "▐", "▙▄▟"),
    Lamp.UNKNOWN: Box("┌╌┐", "┆", "└╌┘"),
}
"""The third cue of a lamp, beside word and glyph: its edge."""


def paint(face: Face, width: int, *, boxed: bool) -> tuple[Line, ...]:
    """Return the lines of a tile, each exactly ``width`` cells wide."""
    box = BOXES[face.edge]
    inside = width - 2
    rows = (_name(face, inside), _signals(face, inside), _detail(face, inside))
    bar, side = (face.bar, face.show_style), (box.side, face.lamp_style)
    lines = tuple((bar, *row, side) for row in rows)
    if not boxed:
        return lines
    return (_rule(box.top, face, width), *lines, _rule(box.bottom, face, width))


def _rule(corners: str, face: Face, width: int) -> Line:
    rule = corners[0] + corners[1] * (width - 2) + corners[2]
    return ((rule, face.lamp_style),)


def _name(face: Face, width: int) -> Line:
    style = "cursor-name" if face.cursor else "name"
    if not face.unread:
        return ((fit_both(face.name, face.number, width), style),)
    mark = f"✉{min(face.unread, 99)} "
    rest = width - cell_len(mark)
    return ((mark, "unread"), (fit_both(face.name, face.number, rest), style))


def _signals(face: Face, width: int) -> Line:
    """Return lamp and show; the show gives way, for its bar tells it too."""
    room = max(0, width - cell_len(face.lamp) - 1)
    show = face.show if cell_len(face.show) <= room else ""
    left = fit(face.lamp, width - cell_len(show))
    return ((left, face.lamp_style), (show, face.show_style))


def _detail(face: Face, width: int) -> Line:
    clock = plain(face.clock)
    room = width - cell_len(clock) - 1 if clock else width
    if not clock or room < 4:
        return ((fit(face.detail, width), face.detail_style),)
    return ((fit(face.detail, room) + " ", face.detail_style), (clock, "clock"))
