"""A screen as SVG: each row a string of its own, so that rows can be compared and shared. Pure."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.color import Color
from rich.segment import Segment
from rich.style import Style

from tests.screenshots.blocks import BLOCKS, Box

CELL_WIDTH, CELL_HEIGHT = 10, 20
BASELINE = 15
"""From the top of a cell down to where letters stand."""

MARGIN = 10
BAR = 30
"""The height of the window's bar."""

PIECE = re.compile(r"[%s]+|[^%s ]+(?: [^%s ]+)*" % ((re.escape("".join(BLOCKS)),) * 3))
"""Blocks, or words with single blanks between them."""


class Ink(NamedTuple):
    """How letters look."""

    colour: str
    bold: bool
    italic: bool

    @property
    def css(self) -> str:
        """Return it as a stylesheet has it."""
        weight = ";font-weight:700" if self.bold else ""
        return f"fill:{self.colour}{weight}{';font-style:italic' if self.italic else ''}"


class Palette:
    """Gives each ink a name.

    Args:
        ink: Of what has no colour.
        ground: Of the screen.
    """

    def __init__(self, ink: str, ground: str) -> None:
        self.ink, self.ground = ink, ground
        self._names: dict[Ink, str] = {}

    def name(self, ink: Ink) -> str:
        """Return the class of an ink."""
        return self._names.setdefault(ink, f"a{len(self._names)}")

    @property
    def css(self) -> str:
        """Return the classes."""
        return "".join(f".{name}{{{ink.css}}}" for ink, name in self._names.items())


def row_markup(segments: Iterable[Segment], y: int, palette: Palette) -> str:
    """Return a row: grounds first, then blocks and letters.

    Args:
        segments: What stands in it.
        y: Its place, counted from the top.
        palette: What names the inks.
    """
    grounds: list[tuple[int, int, str]] = []
    letters: list[str] = []
    x = 0
    for text, style, _ in segments:
        ink, ground = _colours(style or Style.null(), palette)
        cells = cell_len(text)
        if ground != palette.ground:
            grounds.append((x, cells, ground))
        letters.extend(_pieces(text, x, y, ink, palette))
        x += cells
    return "".join([*(_rect(x, y, cells, colour) for x, cells, colour in _joined(grounds)), *letters])


def window(columns: int, rows: int, title: str, body: str, css: str, palette: Palette) -> str:
    """Return a whole picture: a window with its title and what it shows."""
    width, height = columns * CELL_WIDTH + 2 * MARGIN, rows * CELL_HEIGHT + BAR + MARGIN
    dots = "".join(
        f'<circle cx="{18 + 18 * place}" cy="15" r="5" fill="{colour}"/>'
        for place, colour in enumerate(("#ff5f57", "#febc2e", "#28c840"))
    )
    font = "font:16px 'Fira Code','DejaVu Sans Mono','Noto Sans Mono',Menlo,Consolas,monospace"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">\n'
        f"<style>text{{{font};white-space:pre}}rect{{shape-rendering:crispEdges}}.t{{fill:#9aa4b0;font-size:14px}}{palette.css}{css}</style>\n"
        f'<rect width="{width}" height="{height}" rx="8" fill="#2a2d31"/>{dots}'
        f"{title}\n"
        f'<g transform="translate({MARGIN},{BAR})">'
        f'<rect width="{columns * CELL_WIDTH}" height="{rows * CELL_HEIGHT}" fill="{palette.ground}"/>\n'
        f"{body}</g>\n</svg>\n"
    )


def title_markup(text: str, columns: int) -> str:
    """Return the title of a window."""
    middle = columns * CELL_WIDTH // 2 + MARGIN
    return f'<text class="t" x="{middle}" y="20" text-anchor="middle">{html.escape(text)}</text>'


def _pieces(text: str, x: int, y: int, ink: Ink, palette: Palette) -> Iterator[str]:
    for found in PIECE.finditer(text):
        piece, left = found[0], x + cell_len(text[: found.start()])
        if piece[0] in BLOCKS:
            yield from _blocks(piece, left, y, ink.colour)
        else:
            cells = cell_len(piece)
            place = f'x="{left * CELL_WIDTH}" y="{y * CELL_HEIGHT + BASELINE}"'
            length = f'textLength="{cells * CELL_WIDTH}" lengthAdjust="spacingAndGlyphs"'
            yield f'<text class="{palette.name(ink)}" {place} {length}>{html.escape(piece)}</text>'


def _blocks(piece: str, x: int, y: int, colour: str) -> Iterator[str]:
    path = [_outline(box, place, y) for place, sign in enumerate(piece, x) for box in BLOCKS[sign]]
    yield f'<path fill="{colour}" d="{"".join(path)}"/>'


def _outline(box: Box, x: int, y: int) -> str:
    left, top, right, bottom = box
    width, height = (right - left) * CELL_WIDTH, (bottom - top) * CELL_HEIGHT
    begin = f"M{(x + left) * CELL_WIDTH:g} {(y + top) * CELL_HEIGHT:g}"
    return f"{begin}h{width:g}v{height:g}h{-width:g}z"


def _joined(grounds: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Yield grounds with neighbours of one colour as one."""
    run: tuple[int, int, str] | None = None
    for x, cells, colour in grounds:
        if run is not None and run[2] == colour and run[0] + run[1] == x:
            run = (run[0], run[1] + cells, colour)
            continue
        if run is not None:
            yield run
        run = (x, cells, colour)
    if run is not None:
        yield run


def _rect(x: int, y: int, cells: int, colour: str) -> str:
    place = f'x="{x * CELL_WIDTH}" y="{y * CELL_HEIGHT}" width="{cells * CELL_WIDTH}" height="{CELL_HEIGHT}"'
    return f'<rect {place} fill="{colour}"/>'


def _colours(style: Style, palette: Palette) -> tuple[Ink, str]:
    ink, ground = _hex(style.color, palette.ink), _hex(style.bgcolor, palette.ground)
    if style.reverse:
        ink, ground = ground, ink
    return Ink(ink, bool(style.bold), bool(style.italic)), ground


def _hex(colour: Color | None, default: str) -> str:
    return default if colour is None or colour.is_default else colour.get_truecolor().hex
