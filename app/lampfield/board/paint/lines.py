"""Lines of text in pieces, and what differs between two of them. Pure."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from rich.cells import cell_len, set_cell_size

from lampfield.board.paint.style import TermStyle

Piece = tuple[str, TermStyle]
"""Text, and what it is written with."""

InkedLine = tuple[Piece, ...]


I = TypeVar("I")  # noqa: E741
"""What a piece is written with: an ink, or the name of one."""


class Part(NamedTuple, Generic[I]):
    """A part of a line."""

    x: int
    """Its first cell."""
    pieces: tuple[tuple[str, I], ...]


@lru_cache(maxsize=4096)
def is_sure(text: str) -> bool:
    """Say whether all terminals count the same cells for a text.

    Marks that take room of their own, as Indian scripts have (Unicode category Mc), are a cell of its own to
    xterm and tmux, and none to kitty and to Rich.
    """
    return not any(unicodedata.category(sign) == "Mc" for sign in text)


def is_sure_line(line: Iterable[Piece]) -> bool:
    """Say the same of a whole line."""
    # A generator takes twice as long, and this is asked of all that is written.
    for text, _ in line:  # noqa: SIM110
        if not (text.isascii() or is_sure(text)):
            return False
    return True


def shortened(text: str, width: int) -> str:
    """Return as much of a text as takes no more than a width even where each mark is counted as a cell."""
    text = text.rstrip()
    while text and cell_len(text) + sum(unicodedata.category(sign) == "Mc" for sign in text) > width:
        text = text[:-1]
    return text


cells_of = lru_cache(maxsize=4096)(cell_len)
"""How many cells a text takes; remembered, for this is asked of all that may have changed."""


def changed_parts(before: tuple[tuple[str, I], ...], after: tuple[tuple[str, I], ...]) -> list[Part[I]]:
    """Return what must be written of a line where another one of the same width stands.

    Pieces that stand there already are left out: to go past one takes fewer bytes than its style and that of
    the next.
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


def fitted(line: InkedLine, width: int, blank: TermStyle) -> InkedLine:
    """Return a line of exactly ``width`` cells: filled up with blanks, or cut."""
    kept: list[Piece] = []
    room = width
    for text, ink in line:
        cells = cell_len(text)
        if cells > room:
            kept.append((set_cell_size(text, room), ink))
            room = 0
            break
        kept.append((text, ink))
        room -= cells
    return (*kept, (" " * room, blank)) if room else tuple(kept)
