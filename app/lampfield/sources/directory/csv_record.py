"""Split CSV text into records (RFC 4180); an unclosed quote costs only its own line. Pure.

After an unclosed quote the csv module reads on to the end of the file and turns all later rows into one cell.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

MAX_RECORD_LINES = 100
"""Maximum lines of a cell; a quote that stays open for longer is a stray one."""


class Record(NamedTuple):
    """The cells of a row."""

    line: int
    """Line number of its first line, from 1."""
    cells: list[str]


class UnclosedQuote(NamedTuple):
    """A line with an unclosed quote."""

    line: int


class ParsedCells(NamedTuple):
    """The cells parsed from a text."""

    cells: list[str]
    is_closed: bool = True
    """Whether the last quote is closed."""
    is_strict: bool = True
    """Whether all quotes follow RFC 4180."""


def records(
    lines: Sequence[str], first: int, delimiter: str, column_count: int
) -> Iterator[Record | UnclosedQuote]:
    """Yield the non-empty records.

    Args:
        lines: The lines of the file.
        first: Zero-based index of the first line to read.
        delimiter: The cell delimiter.
        column_count: Number of cells in the header.
    """
    index = first
    while index < len(lines):
        cells, end = _record(lines, index, delimiter, column_count)
        if cells is None:
            yield UnclosedQuote(index + 1)
        elif any(map(str.strip, cells)):
            yield Record(index + 1, cells)
        index = end


def _record(
    lines: Sequence[str], index: int, delimiter: str, column_count: int
) -> tuple[list[str] | None, int]:
    """Return the cells of the record at a line, and the index after it; None if a quote stays open."""
    text = lines[index]
    for end in range(index + 1, min(index + MAX_RECORD_LINES, len(lines)) + 1):
        cells = cells_of(text, delimiter)
        if cells.is_closed:
            return cells.cells, end
        if end == len(lines) or _is_complete_row(lines[end], delimiter, column_count):
            break
        text = f"{text}\n{lines[end]}"
    return None, index + 1


def _is_complete_row(line: str, delimiter: str, column_count: int) -> bool:
    """Return whether a line is a complete row, and so not the continuation of an open cell."""
    parsed = cells_of(line, delimiter)
    return column_count > 1 and parsed.is_closed and parsed.is_strict and len(parsed.cells) == column_count


def cells_of(text: str, delimiter: str) -> ParsedCells:
    """Parse the cells of a text."""
    if '"' not in text:
        return ParsedCells(text.split(delimiter))
    cells, index, is_strict = list[str](), 0, True
    while True:
        start = _skip_blanks(text, index)
        if text.startswith('"', start):
            cell, index, is_well_formed = _quoted(text, start + 1, delimiter)
            if index < 0:
                return ParsedCells([*cells, cell], is_closed=False, is_strict=False)
            is_strict = is_strict and is_well_formed
        else:
            end = text.find(delimiter, index)
            cell, index = (text[index:], len(text)) if end < 0 else (text[index:end], end)
            is_strict = is_strict and '"' not in cell
        cells.append(cell)
        if index >= len(text):
            return ParsedCells(cells, is_strict=is_strict)
        index += 1


def _skip_blanks(text: str, index: int) -> int:
    while text.startswith(" ", index):
        index += 1
    return index


def _quoted(text: str, index: int, delimiter: str) -> tuple[str, int, bool]:
    """Parse a quoted cell. Returns it, its end (-1 if unclosed), and whether its quotes are well-formed.

    A quote that no delimiter follows belongs to the cell: ``"Anna "Al" Ort"``.
    """
    parts, is_well_formed = list[str](), True
    while True:
        quote = text.find('"', index)
        if quote < 0:
            return "".join([*parts, text[index:]]), -1, False
        parts.append(text[index:quote])
        end = _skip_blanks(text, quote + 1)
        if text.startswith('"', quote + 1):
            quote += 1
        elif end == len(text) or text.startswith(delimiter, end):
            return "".join(parts), end, is_well_formed
        else:
            is_well_formed = False
        parts.append('"')
        index = quote + 1
