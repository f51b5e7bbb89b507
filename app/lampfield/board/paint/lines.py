"""Lines of text in pieces, and the differences between two of them. Pure."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from rich.cells import cell_len, set_cell_size

from lampfield.board.paint.style import TermStyle

Piece = tuple[str, TermStyle]
"""A text and its style."""

TermLine = tuple[Piece, ...]


I = TypeVar("I")  # noqa: E741
"""The style of a piece: a terminal style, or the name of one."""


class Part(NamedTuple, Generic[I]):
    """A part of a line."""

    x: int
    """Its first cell."""
    pieces: tuple[tuple[str, I], ...]


@lru_cache(maxsize=4096)
def has_sure_width(text: str) -> bool:
    """Return whether all terminals agree on the width of a text.

    Spacing marks, as in Indian scripts (Unicode category Mc), take a cell in xterm and tmux, and none in
    kitty and Rich.
    """
    return not any(unicodedata.category(sign) == "Mc" for sign in text)


def has_sure_widths(line: Iterable[Piece]) -> bool:
    """Return whether all terminals agree on the width of a whole line."""
    # A generator takes twice as long, and this runs for everything that is written.
    for text, _ in line:  # noqa: SIM110
        if not (text.isascii() or has_sure_width(text)):
            return False
    return True


def shortened(text: str, width: int) -> str:
    """Return the longest prefix of a text that fits a width even if each mark takes a cell."""
    text = text.rstrip()
    while text and cell_len(text) + sum(unicodedata.category(sign) == "Mc" for sign in text) > width:
        text = text[:-1]
    return text


cells_of = lru_cache(maxsize=4096)(cell_len)
"""The width of a text in cells; cached, because this runs for everything that may have changed."""


def changed_parts(before: tuple[tuple[str, I], ...], after: tuple[tuple[str, I], ...]) -> list[Part[I]]:
    """Return the parts of a line to write over another line of the same width.

    Unchanged pieces are left out: skipping one takes fewer bytes than its style and that of the next.
    """
    if before == after:
        return []
    if len(after) == 1:
        return [Part(0, after)]
    parts: list[Part[I]] = []
    first, left = -1, 0  # of the part that is being collected
    old, old_x, x, there = 0, 0, 0, len(before)
    for place, piece in enumerate(after):
        while old_x < x and old < there:
            old_x += cells_of(before[old][0])
            old += 1
        if old_x == x and old < there and before[old] == piece:
            if first >= 0:
                parts.append(Part(left, after[first:place]))
                first = -1
        elif first < 0 and piece[0]:
            first, left = place, x
        x += cells_of(piece[0])
    if first >= 0:
        parts.append(Part(left, after[first:]))
    return parts


def fitted(line: TermLine, width: int, blank: TermStyle) -> TermLine:
    """Return a line of exactly ``width`` cells, padded with blanks or cut."""
    kept: list[Piece] = []
    room = width
    for text, term_style in line:
        cells = cell_len(text)
        if cells > room:
            kept.append((set_cell_size(text, room), term_style))
            room = 0
            break
        kept.append((text, term_style))
        room -= cells
    return (*kept, (" " * room, blank)) if room else tuple(kept)
