"""From a face to lines of styled text, exactly as wide as the tile. Pure.

A tile is a ground with the show's bar at its left and the lamp's edge at its right, then a cell of air:

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
from lampfield.board.widgets.grid.face import Face
from lampfield.board.widgets.grid.letters import icon, large
from lampfield.model.lamp import Lamp
from lampfield.model.text import plain

Span = tuple[str, str]
"""Text, and the name of its style: what it is, an at sign, and the ground that it stands on."""

Line = tuple[Span, ...]


class Ground(NamedTuple):
    """What the lamp makes of a tile as a whole."""

    edge: str
    """The sign at the right of each line: the heavier, the busier."""
    edge_style: str
    """Its style; empty: that of the lamp."""
    name: str
    """The style of its name."""
    fill: str
    """The style of its ground."""


GROUNDS: dict[Lamp, Ground] = {
    Lamp.AVAILABLE: Ground("▕", "edge", "name", "tile"),
    Lamp.ON_CALL: Ground("▐", "", "busy-name", "tile-busy"),
    Lamp.RINGING: Ground("║", "", "busy-name", "tile-ringing"),
    Lamp.ON_CALL_RINGING: Ground("█", "", "busy-name", "tile-both"),
    Lamp.UNKNOWN: Ground("┊", "edge", "quiet-name", "tile-quiet"),
}
"""The third cue of a lamp, beside word and glyph."""

FRAME_CELLS = 4
"""Bar, a blank, edge and air: what the text of a tile leaves free."""

EDGE_CELLS = 2
"""The last of them: the edge and the air are the last two pieces of a line, each of one cell."""

SHORT_FRAME_CELLS = 3
"""The same without the blank, where a tile has one line."""

AIR = "air"
"""The style between tiles."""

ICON_CELLS = 7
"""A large lamp and the room after it."""

LAMP_CELLS = 9
"""Room for most lamps on the one line of a tile; a longer one takes from the name."""

MOST_LAMP_CELLS = 15
"""What is stale is cut there: its age, which the header tells too."""

SHOW_CELLS = 7
DETAIL_FROM_CELLS = 66
"""From here on the one line of a tile has room for what goes on."""

LIT_STYLES = {"lamp-ringing": "lit-ringing", "lamp-both": "lit-both"}
"""How the words of a lamp look in the bright half of their flash."""


def paint(face: Face, width: int, density: Density) -> tuple[Line, ...]:
    """Return the lines of a tile, each exactly ``width`` cells wide, and the air below it."""
    lines = _said(face, width, density)
    if face.dim:
        lines = tuple(map(_receding, lines))
    return (*lines, *(air(width),) * density.air) if density.air else lines


def _said(face: Face, width: int, density: Density) -> tuple[Line, ...]:
    if density.lines == 1:
        return (_close(face, width),)
    return _large(face, width) if density.lines == LARGE.lines else _normal(face, width, density.air)


def _receding(line: Line) -> Line:
    return tuple((text, _dimmed(name)) for text, name in line)


@lru_cache(maxsize=512)
def _dimmed(name: str) -> str:
    """Return the style of a text on a tile that is not looked for; the cursor is seen all the same."""
    text, _, fill = name.partition("@")
    if not fill or text == "cursor-name":
        return name
    return f"dim@tile-quiet{'-head' if fill.endswith('-head') else ''}"


def _normal(face: Face, width: int, air: int) -> tuple[Line, ...]:
    """Return three lines; without air below, the first stands on a ground of its own."""
    ground, inside = GROUNDS[face.edge], width - FRAME_CELLS
    fill, head = ground.fill, ground if air else _raised(ground)
    bar, edge = _bar(face.bar, face.show_style, fill), _edge_of(face, ground)
    first = _bar(face.bar, face.show_style, head.fill, cursor=face.cursor)
    name = _who(face, inside, head)
    signals = _signals(face.lamp, face.lamp_age, _word_style(face), face.show, face.show_style, inside, fill)
    detail = _detail(face.detail, face.detail_style, face.clock, inside, fill)
    return ((*first, *name, *_edge_of(face, head)), (*bar, *signals, *edge), (*bar, *detail, *edge))


def _large(face: Face, width: int) -> tuple[Line, ...]:
    ground = GROUNDS[face.edge]
    fill, inside = ground.fill, width - FRAME_CELLS
    bar, edge = _bar(face.bar, face.show_style, fill), _edge_of(face, ground)
    word_style = _word_style(face)
    head = _head(face.name, face.edge, word_style, inside, ground)
    said = _lamps(face.lamp, face.lamp_age)[0]
    word, room = f"{said}  ", inside - cell_len(said) - 2
    state = (
        (word, _on(word_style, fill)),
        *_detail(face.detail, face.detail_style, face.clock, room, fill),
    )
    show = f" {face.show}" if face.show else ""
    room = inside - cell_len(show)
    name = _who(face, room, ground)
    foot = (*name, (show, _on(face.show_style, fill)))
    return tuple((*bar, *line, *edge) for line in (*head, state, foot))


def _close(face: Face, width: int) -> Line:
    """Return name, number, lamp and show in columns; what goes on stands between where there is room."""
    ground = GROUNDS[face.edge]
    fill, inside = ground.fill, width - SHORT_FRAME_CELLS
    bar, edge = ((face.bar, _on(face.show_style, fill)),), _edge_of(face, ground)
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
    name = _who(face, room, ground)
    return (*bar, *name, *detail, *signals, *edge)


def _word_style(face: Face) -> str:
    return LIT_STYLES.get(face.lamp_style, face.lamp_style) if face.lit else face.lamp_style


def _who(face: Face, width: int, ground: Ground) -> Line:
    if face.label:
        return _labelled(face.name, face.label, width, ground, cursor=face.cursor)
    return _name(face.name, face.number, face.unread, width, ground, cursor=face.cursor)


@lru_cache(maxsize=256)
def _on(name: str, fill: str) -> str:
    return f"{name}@{fill}"


def _edge_of(face: Face, ground: Ground) -> Line:
    return _edge(ground.edge, ground.edge_style or face.lamp_style, ground.fill)


@lru_cache(maxsize=16)
def _raised(ground: Ground) -> Ground:
    return ground._replace(fill=f"{ground.fill}-head")


@lru_cache(maxsize=256)
def _bar(bar: str, style: str, fill: str, *, cursor: bool = False) -> Line:
    """Return the show's bar and a blank, which takes no style of its own where it is not the cursor's."""
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
def _name(name: str, number: str, unread: int, width: int, ground: Ground, *, cursor: bool) -> Line:
    """Return name and upper corner, with what is unread before them."""
    mark = f"{UNREAD}{min(unread, 99)} " if unread else ""
    room = width - cell_len(mark)
    style = f"{'cursor-name' if cursor else ground.name}@{ground.fill}"
    if cursor:
        return ((f"{mark}{fit_both(name, number, room)}", style),)
    marked: Line = ((mark, f"unread@{ground.fill}"),) if mark else ()
    shown = plain(number)
    left = room - cell_len(shown) - 1
    if not shown or left < 1:
        return (*marked, (fit(name, room), style))
    return (*marked, (f"{fit(name, left)} ", style), (shown, f"number@{ground.fill}"))


def _labelled(name: str, label: str, width: int, ground: Ground, *, cursor: bool) -> Line:
    """Return the name with the label to jump by."""
    style = f"{'cursor-name' if cursor else ground.name}@{ground.fill}"
    return ((fit(name, width - len(label) - 2), style), (f" {label} ", "jump"))


@lru_cache(maxsize=1024)
def _signals(
    lamp: str, lamp_age: str, lamp_style: str, show: str, show_style: str, width: int, fill: str
) -> Line:
    """Return lamp and show. How long the lamp is stale gives way to them, then the sign before it."""
    room = width - cell_len(show) - 1
    lamp = next((it for it in _lamps(lamp, lamp_age) if cell_len(it) <= room), lamp)
    kept = show if cell_len(show) <= max(0, width - cell_len(lamp) - 1) else ""
    blank = " " * (width - cell_len(lamp) - cell_len(kept))
    return (
        (lamp if blank else fit(lamp, width), f"{lamp_style}@{fill}"),
        (f"{blank}{kept}", f"{show_style}@{fill}"),
    )


def _lamps(lamp: str, age: str) -> tuple[str, ...]:
    """Return what a lamp may be said as, the longest first."""
    return (f"{lamp} {age}", lamp, lamp.removeprefix("~ ")) if age else (lamp,)


@lru_cache(maxsize=1024)
def _columns(lamp: str, lamp_style: str, show: str, show_style: str, fill: str) -> Line:
    """Return lamp and show, each in a column of its own."""
    shown = fit(lamp, min(max(cell_len(lamp), LAMP_CELLS), MOST_LAMP_CELLS))
    return (
        ("  ", f"detail@{fill}"),
        (shown, f"{lamp_style}@{fill}"),
        (f" {' ' * max(0, SHOW_CELLS - cell_len(show))}{show}", f"{show_style}@{fill}"),
    )


@lru_cache(maxsize=2048)
def _head(name: str, lamp: Lamp, style: str, width: int, ground: Ground) -> tuple[Line, ...]:
    """Return the lines of a large lamp and a large name; a name without large letters is spaced out."""
    room = width - ICON_CELLS
    lines = large(plain(name), room) or ("", fit(" ".join(plain(name)), room), "")
    return tuple(
        (
            (f"{sign}  ", f"{style}@{ground.fill}"),
            (line + " " * (room - cell_len(line)), f"{ground.name}@{ground.fill}"),
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
