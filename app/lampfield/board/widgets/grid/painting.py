"""From the content of a tile to lines of styled text, exactly as wide as the tile. Pure.

A tile is a background with the presence bar at its left and the phone's edge at its right, then a cell of
space:

    ▌ Alice Ames          201▕
    ▌ ○ FREE           online▕
    ▌ lunch till 1          2m▕
"""

from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len

from lampfield.board.kit.cells import fit, fit_both
from lampfield.board.kit.signs import UNREAD
from lampfield.board.widgets.grid.density import LARGE, Density
from lampfield.board.widgets.grid.face import TileContent
from lampfield.board.widgets.grid.letters import icon, large
from lampfield.model.lamp import Lamp
from lampfield.model.text import plain

Span = tuple[str, str]
"""A text and the name of its style: the kind of text, an at sign, and its background."""

Line = tuple[Span, ...]


class TileLook(NamedTuple):
    """The style that a phone state gives a tile."""

    edge: str
    """The sign at the right of each line: the heavier, the busier."""
    edge_style: str
    """Its style; empty: that of the phone state."""
    name: str
    """The style of the name."""
    fill: str
    """The style of the background."""


GROUNDS: dict[Lamp, TileLook] = {
    Lamp.AVAILABLE: TileLook("▕", "edge", "name", "tile"),
    Lamp.ON_CALL: TileLook("▐", "", "busy-name", "tile-busy"),
    Lamp.RINGING: TileLook("║", "", "busy-name", "tile-ringing"),
    Lamp.ON_CALL_RINGING: TileLook("█", "", "busy-name", "tile-both"),
    Lamp.UNKNOWN: TileLook("┊", "edge", "quiet-name", "tile-quiet"),
}
"""The third cue of a phone state, besides word and glyph."""

FRAME_CELLS = 4
"""Bar, space, edge and gap: the part of a tile without text."""

EDGE_CELLS = 2
"""Of these, the edge and the gap: the last two pieces of a line, of one cell each."""

SHORT_FRAME_CELLS = 3
"""Bar, edge and gap, for a tile of one line."""

AIR = "air"
"""The style between tiles."""

ICON_CELLS = 7
"""A large phone glyph and the space after it."""

LAMP_CELLS = 9
"""Room for most phone states on the one line of a tile; a longer one takes from the name."""

MOST_LAMP_CELLS = 15
"""A stale state is cut here: without its age, which the header shows too."""

SHOW_CELLS = 7
DETAIL_FROM_CELLS = 66
"""From this width on the one line of a tile has room for details."""

LIT_STYLES = {"lamp-ringing": "lit-ringing", "lamp-both": "lit-both"}
"""The styles of the phone's words in the bright half of their flash."""


def paint(face: TileContent, width: int, density: Density) -> tuple[Line, ...]:
    """Return the lines of a tile, each exactly ``width`` cells wide, and the empty lines below it."""
    lines = _said(face, width, density)
    if face.dim:
        lines = tuple(map(_dimmed_line, lines))
    return (*lines, *(air(width),) * density.air) if density.air else lines


def _said(face: TileContent, width: int, density: Density) -> tuple[Line, ...]:
    if density.lines == 1:
        return (_close(face, width),)
    return _large(face, width) if density.lines == LARGE.lines else _normal(face, width, density.air)


def _dimmed_line(line: Line) -> Line:
    return tuple((text, _dimmed(name)) for text, name in line)


@lru_cache(maxsize=512)
def _dimmed(name: str) -> str:
    """Return the style of a text on a tile that does not match the search; the cursor stays visible."""
    text, _, fill = name.partition("@")
    if not fill or text == "cursor-name":
        return name
    return f"dim@tile-quiet{'-head' if fill.endswith('-head') else ''}"


def _normal(face: TileContent, width: int, air: int) -> tuple[Line, ...]:
    """Return three lines; without empty lines below, the first has a background of its own."""
    look, inside = GROUNDS[face.edge], width - FRAME_CELLS
    fill, head = look.fill, look if air else _raised(look)
    bar, edge = _bar(face.bar, face.show_style, fill), _edge_of(face, look)
    first = _bar(face.bar, face.show_style, head.fill, cursor=face.cursor)
    name = _who(face, inside, head)
    signals = _signals(face.lamp, face.lamp_age, _word_style(face), face.show, face.show_style, inside, fill)
    detail = _detail(face.detail, face.detail_style, face.clock, inside, fill)
    return ((*first, *name, *_edge_of(face, head)), (*bar, *signals, *edge), (*bar, *detail, *edge))


def _large(face: TileContent, width: int) -> tuple[Line, ...]:
    look = GROUNDS[face.edge]
    fill, inside = look.fill, width - FRAME_CELLS
    bar, edge = _bar(face.bar, face.show_style, fill), _edge_of(face, look)
    word_style = _word_style(face)
    head = _head(face.name, face.edge, word_style, inside, look)
    said = _lamps(face.lamp, face.lamp_age)[0]
    word, room = f"{said}  ", inside - cell_len(said) - 2
    state = (
        (word, _on(word_style, fill)),
        *_detail(face.detail, face.detail_style, face.clock, room, fill),
    )
    show = f" {face.show}" if face.show else ""
    room = inside - cell_len(show)
    name = _who(face, room, look)
    foot = (*name, (show, _on(face.show_style, fill)))
    return tuple((*bar, *line, *edge) for line in (*head, state, foot))


def _close(face: TileContent, width: int) -> Line:
    """Return name, number, phone and presence in columns; details are between them if there is room."""
    look = GROUNDS[face.edge]
    fill, inside = look.fill, width - SHORT_FRAME_CELLS
    bar, edge = ((face.bar, _on(face.show_style, fill)),), _edge_of(face, look)
    signals = _columns(face.lamp, _word_style(face), face.show, face.show_style, fill)
    room = inside - sum(cell_len(text) for text, _ in signals)
    detail: Line = ()
    if inside >= DETAIL_FROM_CELLS:
        detail_cells = room * 2 // 5
        room -= detail_cells
        detail = (
            ("  ", _on("detail", fill)),
            *_detail(face.detail, face.detail_style, face.clock, detail_cells - 2, fill),
        )
    name = _who(face, room, look)
    return (*bar, *name, *detail, *signals, *edge)


def _word_style(face: TileContent) -> str:
    return LIT_STYLES.get(face.lamp_style, face.lamp_style) if face.lit else face.lamp_style


def _who(face: TileContent, width: int, look: TileLook) -> Line:
    if face.label:
        return _labelled(face.name, face.label, width, look, cursor=face.cursor)
    return _name(face.name, face.number, face.unread, width, look, cursor=face.cursor)


@lru_cache(maxsize=256)
def _on(name: str, fill: str) -> str:
    return f"{name}@{fill}"


def _edge_of(face: TileContent, look: TileLook) -> Line:
    return _edge(look.edge, look.edge_style or face.lamp_style, look.fill)


@lru_cache(maxsize=16)
def _raised(look: TileLook) -> TileLook:
    return look._replace(fill=f"{look.fill}-head")


@lru_cache(maxsize=256)
def _bar(bar: str, style: str, fill: str, *, cursor: bool = False) -> Line:
    """Return the presence bar and a space, which has a style of its own only under the cursor."""
    if cursor:
        return ((bar, f"{style}@{fill}"), (" ", f"cursor-name@{fill}"))
    return ((f"{bar} ", f"{style}@{fill}"),)


@lru_cache(maxsize=256)
def _edge(edge: str, style: str, fill: str) -> Line:
    return ((edge, f"{style}@{fill}"), (" ", AIR))


@lru_cache(maxsize=64)
def air(width: int) -> Line:
    """Return a line without a tile."""
    return ((" " * width, AIR),)


@lru_cache(maxsize=2048)
def _name(name: str, number: str, unread: int, width: int, look: TileLook, *, cursor: bool) -> Line:
    """Return name and upper corner, with the number of unread messages before them."""
    mark = f"{UNREAD}{min(unread, 99)} " if unread else ""
    room = width - cell_len(mark)
    style = f"{'cursor-name' if cursor else look.name}@{look.fill}"
    if cursor:
        return ((f"{mark}{fit_both(name, number, room)}", style),)
    marked: Line = ((mark, f"unread@{look.fill}"),) if mark else ()
    shown = plain(number)
    left = room - cell_len(shown) - 1
    if not shown or left < 1:
        return (*marked, (fit(name, room), style))
    return (*marked, (f"{fit(name, left)} ", style), (shown, f"number@{look.fill}"))


def _labelled(name: str, label: str, width: int, look: TileLook, *, cursor: bool) -> Line:
    """Return the name with the jump label."""
    style = f"{'cursor-name' if cursor else look.name}@{look.fill}"
    return ((fit(name, width - len(label) - 2), style), (f" {label} ", "jump"))


@lru_cache(maxsize=1024)
def _signals(
    lamp: str, lamp_age: str, lamp_style: str, show: str, show_style: str, width: int, fill: str
) -> Line:
    """Return phone and presence. If space is short, the age of a stale state is dropped, then its sign."""
    room = width - cell_len(show) - 1
    lamp = next((it for it in _lamps(lamp, lamp_age) if cell_len(it) <= room), lamp)
    kept = show if cell_len(show) <= max(0, width - cell_len(lamp) - 1) else ""
    blank = " " * (width - cell_len(lamp) - cell_len(kept))
    return (
        (lamp if blank else fit(lamp, width), f"{lamp_style}@{fill}"),
        (f"{blank}{kept}", f"{show_style}@{fill}"),
    )


def _lamps(lamp: str, age: str) -> tuple[str, ...]:
    """Return the possible words for a phone state, the longest first."""
    return (f"{lamp} {age}", lamp, lamp.removeprefix("~ ")) if age else (lamp,)


@lru_cache(maxsize=1024)
def _columns(lamp: str, lamp_style: str, show: str, show_style: str, fill: str) -> Line:
    """Return phone and presence, each in a column."""
    shown = fit(lamp, min(max(cell_len(lamp), LAMP_CELLS), MOST_LAMP_CELLS))
    return (
        ("  ", f"detail@{fill}"),
        (shown, f"{lamp_style}@{fill}"),
        (f" {' ' * max(0, SHOW_CELLS - cell_len(show))}{show}", f"{show_style}@{fill}"),
    )


@lru_cache(maxsize=2048)
def _head(name: str, lamp: Lamp, style: str, width: int, look: TileLook) -> tuple[Line, ...]:
    """Return a large phone glyph beside a large name; a name without large letters is spaced out."""
    room = width - ICON_CELLS
    lines = large(plain(name), room) or ("", fit(" ".join(plain(name)), room), "")
    return tuple(
        (
            (f"{sign}  ", f"{style}@{look.fill}"),
            (line + " " * (room - cell_len(line)), f"{look.name}@{look.fill}"),
        )
        for sign, line in zip(icon(lamp), lines, strict=True)
    )


@lru_cache(maxsize=2048)
def _detail(text: str, style: str, clock: str, width: int, fill: str) -> Line:
    shown = plain(clock)
    room = width - cell_len(shown) - 1 if shown else width
    if not shown or room < 4:
        return ((fit(text, width), f"{style}@{fill}"),)
    return ((f"{fit(text, room)} ", f"{style}@{fill}"), (shown, f"clock@{fill}"))
