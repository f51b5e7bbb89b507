"""From a face to lines of styled text, exactly as wide as the tile. Pure."""

from functools import lru_cache
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


LIT_STYLES = {"lamp-ringing": "lit-ringing", "lamp-both": "lit-both"}
"""How the words of a lamp look in the bright half of their flash."""


def paint(face: Face, width: int, *, boxed: bool) -> tuple[Line, ...]:
    """Return the lines of a tile, each exactly ``width`` cells wide."""
    box, style = BOXES[face.edge], face.lamp_style
    inside = width - 2
    bar, side = (face.bar, face.show_style), (box.side, style)
    name = _name(face.name, face.number, face.unread, inside, cursor=face.cursor)
    if face.label:
        name = _labelled(face, inside)
    lamp_style = LIT_STYLES.get(style, style) if face.lit else style
    signals = _signals(face.lamp, lamp_style, face.show, face.show_style, inside)
    lines = ((bar, *name, side), (bar, *signals, side), (bar, *_detail(face, inside), side))
    if not boxed:
        return lines
    return (_rule(box.top, style, width), *lines, _rule(box.bottom, style, width))


@lru_cache(maxsize=256)
def _rule(corners: str, style: str, width: int) -> Line:
    return ((corners[0] + corners[1] * (width - 2) + corners[2], style),)


@lru_cache(maxsize=2048)
def _name(name: str, number: str, unread: int, width: int, *, cursor: bool) -> Line:
    style = "cursor-name" if cursor else "name"
    if not unread:
        return ((fit_both(name, number, width), style),)
    mark = f"✉{min(unread, 99)} "
    return ((mark, "unread"), (fit_both(name, number, width - cell_len(mark)), style))


@lru_cache(maxsize=1024)
def _signals(lamp: str, lamp_style: str, show: str, show_style: str, width: int) -> Line:
    """Return lamp and show; the show gives way, for its bar tells it too."""
    room = max(0, width - cell_len(lamp) - 1)
    kept = show if cell_len(show) <= room else ""
    return ((fit(lamp, width - cell_len(kept)), lamp_style), (kept, show_style))


def _labelled(face: Face, width: int) -> Line:
    """Return the name with the label to jump by."""
    style = "cursor-name" if face.cursor else "name"
    label = f" {face.label} "
    return ((fit(face.name, width - len(label)), style), (label, "jump"))


def _detail(face: Face, width: int) -> Line:
    clock = plain(face.clock)
    room = width - cell_len(clock) - 1 if clock else width
    if not clock or room < 4:
        return ((fit(face.detail, width), face.detail_style),)
    return ((fit(face.detail, room) + " ", face.detail_style), (clock, "clock"))
