"""Read people from a CSV file: a header row, then one row per person. Pure.

The delimiter is the one that yields the most known columns in the header, or the one that Excel declares with
``sep=;`` in the first line. Titles and empty lines before the header are skipped.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lampfield.model.number import is_fax
from lampfield.sources.directory.csv_header import (
    OWN_COLUMNS,
    Column,
    Role,
    known_columns,
    suggest_column,
    unknown_headers,
)
from lampfield.sources.directory.csv_record import Record, cells_of, records
from lampfield.sources.directory.raw_lines import Deadline, Unreadable
from lampfield.sources.directory.row import DirectoryBook, DirectoryRow, Fault, build_book
from lampfield.sources.directory.validation import (
    chat_address,
    clean_cell,
    email_address,
    person_name,
    select_numbers,
)

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}

MAX_LINES_BEFORE_HEADER = 20

_SEPARATOR = re.compile(r'\s*"?sep=(.)"?[,;\s]*', re.IGNORECASE)
_VALUES = re.compile(r"\s*:::\s*")
_TAGS = re.compile(r"[;,|]|:::")
_NO_TAGS = frozenset({"mycontacts", "starred", "* mycontacts", "* starred"})
"""Google Contacts labels that every contact has."""


class CsvLayout(NamedTuple):
    """The layout of a CSV file."""

    line: int
    """Zero-based line index of the header."""
    delimiter: str
    header: list[str]
    columns: list[Column]


def read_csv(lines: Iterable[str], deadline: Deadline | None = None) -> DirectoryBook:
    """Read people from the lines of a CSV file. A faulty row keeps its valid cells; each fault is reported.

    Args:
        lines: The lines of the file.
        deadline: When reading must be finished.

    Raises:
        Unreadable: No header has a known column, or the deadline has passed.
    """
    deadline = deadline or Deadline()
    text = list(lines)
    layout = _find_layout(text)
    found: list[DirectoryRow | Fault] = list(_misspelt_columns(layout))
    for record in records(text, layout.line + 1, layout.delimiter, len(layout.header)):
        deadline.check()
        if isinstance(record, Record):
            found += _parse_row(layout, record)
        else:
            found.append(Fault(record.line, "a quote is not closed: the row is skipped"))
    return build_book(found, _description(layout))


def _find_layout(lines: Sequence[str]) -> CsvLayout:
    """Return the layout whose header line and delimiter give the most known columns.

    Raises:
        Unreadable: No line has a known column.
    """
    declared = _SEPARATOR.fullmatch(lines[0]) if lines else None
    delimiters = [*(declared.groups() if declared else ()), *DELIMITERS]
    candidates = [
        index for index, line in enumerate(lines[: 10 * MAX_LINES_BEFORE_HEADER]) if line.strip(' \t,;"')
    ]
    candidates = candidates[:MAX_LINES_BEFORE_HEADER]
    layouts = [
        _parse_layout(lines[index], index, delimiter) for index in candidates for delimiter in delimiters
    ]
    if not layouts:
        raise Unreadable("it is empty")
    best = max(layouts, key=lambda layout: len(layout.columns))
    if not best.columns:
        raise Unreadable(f"its first row has no known column, such as {OWN_COLUMNS}")
    return best


def _parse_layout(line: str, index: int, delimiter: str) -> CsvLayout:
    header = [cell.strip() for cell in cells_of(line, delimiter).cells]
    return CsvLayout(index, delimiter, header, known_columns(header))


def _description(layout: CsvLayout) -> str:
    unused = unknown_headers(layout.header, layout.columns)
    delimiter = f"separated by {DELIMITERS.get(layout.delimiter, repr(layout.delimiter))}"
    return f"{delimiter}; columns not used: {', '.join(unused)}" if unused else delimiter


def _misspelt_columns(layout: CsvLayout) -> Iterable[Fault]:
    for unknown in unknown_headers(layout.header, layout.columns):
        if suggestion := suggest_column(unknown, layout.columns):
            yield Fault(layout.line + 1, f"the column {unknown!r} is unknown: did you mean {suggestion}?")


def _parse_row(layout: CsvLayout, record: Record) -> list[DirectoryRow | Fault]:
    """Parse a row. Returns the person, if the row is usable, and its faults."""
    cells = RowCells(layout, record)
    faults: list[Fault] = []
    numbers = select_numbers(
        cells.first(Role.EXTENSION), cells.numbers(), record.line, faults, keep_blanks=True
    )
    company_name = clean_cell(cells.first(Role.COMPANY_NAME))
    company = clean_cell(cells.first(Role.COMPANY))
    row = DirectoryRow(
        line=record.line,
        name=_full_name(cells),
        uname=clean_cell(cells.first(Role.UNAME)),
        extension=numbers.extension,
        number=numbers.number,
        device=cells.first(Role.DEVICE),
        jid=chat_address(cells.first(Role.JID), record.line, faults),
        company=company,
        company_name=company_name or company,
        email=email_address(cells.first(Role.EMAIL), record.line, faults),
        tags=_tags(cells),
    )
    count, columns = len(record.cells), len(layout.header)
    if any(map(str.strip, record.cells[columns:])):
        sentence = f"the row has {count} cells, the header {columns}: put quotes around a text with a comma"
        faults.append(Fault(record.line, sentence))
        # A second fault means that the cells are shifted, so even the ones that look right may be wrong.
        if len(faults) > 1:
            return list(faults)
    if not row.display_name:
        faults.append(Fault(record.line, "the row has no name, extension or jid: add one"))
        return list(faults)
    return [row, *faults]


class RowCells:
    """The cells of a row, by role.

    Args:
        layout: The layout of the file.
        record: The row.
    """

    def __init__(self, layout: CsvLayout, record: Record) -> None:
        self._columns = layout.columns
        self._cells = record.cells

    def all(self, role: Role) -> list[tuple[Column, str]]:
        """Return all non-empty cells of a role, with their columns."""
        cells = self._cells
        found = [
            (column, cells[column.position].strip())
            for column in self._columns
            if column.role is role and column.position < len(cells)
        ]
        return [(column, text) for column, text in found if text]

    def first(self, role: Role) -> str:
        """Return the first non-empty cell of a role."""
        return next((text for _, text in self.all(role)), "")

    def numbers(self) -> list[str]:
        """Return the telephone numbers without faxes, in the order in which to prefer them for dialling."""
        labels = {column.digits: text for column, text in self.all(Role.LABEL)}
        cells = [
            (labels.get(column.digits, "") if column.digits else "", text)
            for column, text in self.all(Role.NUMBER)
            if column.is_certain or any(map(str.isdigit, text))
        ]
        # Google marks the primary number with a star.
        cells.sort(key=lambda cell: not cell[0].startswith("*"))
        return [part for label, text in cells if not is_fax(label) for part in _VALUES.split(text) if part]


def _full_name(cells: RowCells) -> str:
    full_names = [(column.rank, person_name(text)) for column, text in cells.all(Role.NAME)]
    full_name = next((text for rank, text in full_names if text and not rank), "")
    parts = [clean_cell(cells.first(role)) for role in (Role.GIVEN, Role.MIDDLE, Role.FAMILY)]
    from_parts = " ".join(filter(None, parts))
    # If the family name is also in the full-name column, it is one of the parts.
    family = parts[2]
    if full_name and family and from_parts == family and family.casefold() not in full_name.casefold():
        # Next to a separate family-name column, the name column holds the given name.
        return f"{full_name} {family}"
    if full_name and not (from_parts and full_name == family):
        return full_name
    return from_parts or next((text for _, text in full_names if text), "")


def _tags(cells: RowCells) -> tuple[str, ...]:
    tags = (clean_cell(tag) for _, text in cells.all(Role.TAGS) for tag in _TAGS.split(text))
    return tuple(dict.fromkeys(tag for tag in tags if tag and tag.lower() not in _NO_TAGS))
