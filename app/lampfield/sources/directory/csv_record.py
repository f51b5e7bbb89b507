"""The records of a CSV file (RFC 4180), where a quote that is not closed costs one line alone. Pure.

The csv module reads on to the end of the file behind such a quote, and all people after it become one name.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

MAX_RECORD_LINES = 100
"""A cell has no more lines: what is open for longer is a quote too many."""


class Record(NamedTuple):
    """The cells of a row."""

    line: int
    """Where it begins, from 1."""
    cells: list[str]


class Torn(NamedTuple):
    """A line whose quote is not closed."""

    line: int


class Cells(NamedTuple):
    """The cells of a text."""

    cells: list[str]
    is_closed: bool = True
    """Whether the last quote was closed."""
    is_strict: bool = True
    """Whether all quotes stand where RFC 4180 has them."""


def records(lines: Sequence[str], first: int, delimiter: str, columns: int) -> Iterator[Record | Torn]:
    """Yield the records of some lines; empty ones are left out.

    Args:
        lines: The lines of the file.
        first: The line to begin at, from 0.
        delimiter: What parts cells.
        columns: How many cells the header has.
    """
    at = first
    while at < len(lines):
        cells, end = _record(lines, at, delimiter, columns)
        if cells is None:
            yield Torn(at + 1)
        elif any(map(str.strip, cells)):
            yield Record(at + 1, cells)
        at = end


def _record(lines: Sequence[str], at: int, delimiter: str, columns: int) -> tuple[list[str] | None, int]:
    """Return the cells that begin at a line, and the line after them; None where a quote stays open."""
    text = lines[at]
    for end in range(at + 1, min(at + MAX_RECORD_LINES, len(lines)) + 1):
        cells = cells_of(text, delimiter)
        if cells.is_closed:
            return cells.cells, end
        if end == len(lines) or _is_row(lines[end], delimiter, columns):
            break
        text = f"{text}\n{lines[end]}"
    return None, at + 1


def _is_row(line: str, delimiter: str, columns: int) -> bool:
    """Return whether a line is a row by itself, and so no part of a cell that the line before left open."""
    alone = cells_of(line, delimiter)
    return columns > 1 and alone.is_closed and alone.is_strict and len(alone.cells) == columns


def cells_of(text: str, delimiter: str) -> Cells:
    """Return the cells of a text."""
    if '"' not in text:
        return Cells(text.split(delimiter))
    cells, at, is_strict = list[str](), 0, True
    while True:
        start = _without_blanks(text, at)
        if text.startswith('"', start):
            cell, at, is_tidy = _quoted(text, start + 1, delimiter)
            if at < 0:
                return Cells([*cells, cell], is_closed=False, is_strict=False)
            is_strict = is_strict and is_tidy
        else:
            end = text.find(delimiter, at)
            cell, at = (text[at:], len(text)) if end < 0 else (text[at:end], end)
            is_strict = is_strict and '"' not in cell
        cells.append(cell)
        if at >= len(text):
            return Cells(cells, is_strict=is_strict)
        at += 1


def _without_blanks(text: str, at: int) -> int:
    while text.startswith(" ", at):
        at += 1
    return at


def _quoted(text: str, at: int, delimiter: str) -> tuple[str, int, bool]:
    """Return a quoted cell, where it ends (-1: nowhere), and whether its quotes are as they should be.

    A quote that no delimiter follows is a part of the cell: ``"Anna "Al" Ort"``.
    """
    parts, is_tidy = list[str](), True
    while True:
        quote = text.find('"', at)
        if quote < 0:
            return "".join([*parts, text[at:]]), -1, False
        parts.append(text[at:quote])
        end = _without_blanks(text, quote + 1)
        if text.startswith('"', quote + 1):
            quote += 1
        elif end == len(text) or text.startswith(delimiter, end):
            return "".join(parts), end, is_tidy
        else:
            is_tidy = False
        parts.append('"')
        at = quote + 1
