"""People from a CSV file: one header row, then a row for each person. Pure.

What parts the cells is the sign by which the header has the most known columns; ``sep=;`` in the first line
says it too, as Excel has it. Titles and empty lines before the header are passed over.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lampfield.model.number import is_fax
from lampfield.sources.directory.checking import chat_address, cleaned, email_address, numbers_of, person_name
from lampfield.sources.directory.csv_header import KNOWN, Column, Role, columns_of, meant_by, unknown_of
from lampfield.sources.directory.csv_record import Record, cells_of, records
from lampfield.sources.directory.row import DirectoryBook, DirectoryRow, Fault, book_of
from lampfield.sources.directory.text import Deadline, Unreadable

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}

MAX_LINES_BEFORE_HEADER = 20

_SEPARATOR = re.compile(r'\s*"?sep=(.)"?[,;\s]*', re.IGNORECASE)
_VALUES = re.compile(r"\s*:::\s*")
_TAGS = re.compile(r"[;,|]|:::")
_NO_TAGS = frozenset({"mycontacts", "starred", "* mycontacts", "* starred"})
"""Labels of Google that are on every contact."""


class Table(NamedTuple):
    """How a file is laid out."""

    line: int
    """Where the header stands, from 0."""
    delimiter: str
    header: list[str]
    columns: list[Column]


def read_csv(lines: Iterable[str], deadline: Deadline | None = None) -> DirectoryBook:
    """Return the people of some lines. Of a row, what is right is taken and what is not is named.

    Args:
        lines: The file.
        deadline: When it is to be done.

    Raises:
        Unreadable: There is no header with a known column, or the time is up.
    """
    deadline = deadline or Deadline()
    text = list(lines)
    table = _table(text)
    found: list[DirectoryRow | Fault] = list(_slips(table))
    for record in records(text, table.line + 1, table.delimiter, len(table.header)):
        deadline.check()
        if isinstance(record, Record):
            found += _row(table, record)
        else:
            found.append(Fault(record.line, "a quote is not closed: this row is left out"))
    return book_of(found, _about(table))


def _table(lines: Sequence[str]) -> Table:
    """Return how a file is laid out: the line and the delimiter with the most known columns.

    Raises:
        Unreadable: No line has any.
    """
    asked = _SEPARATOR.fullmatch(lines[0]) if lines else None
    delimiters = [*(asked.groups() if asked else ()), *DELIMITERS]
    heads = [at for at, line in enumerate(lines[: 10 * MAX_LINES_BEFORE_HEADER]) if line.strip(' \t,;"')]
    heads = heads[:MAX_LINES_BEFORE_HEADER]
    tables = [_tried(lines[at], at, delimiter) for at in heads for delimiter in delimiters]
    if not tables:
        raise Unreadable("it is empty")
    best = max(tables, key=lambda table: len(table.columns))
    if not best.columns:
        raise Unreadable(f"its first row names no column that is known, such as {KNOWN}")
    return best


def _tried(line: str, at: int, delimiter: str) -> Table:
    header = [cell.strip() for cell in cells_of(line, delimiter).cells]
    return Table(at, delimiter, header, columns_of(header))


def _about(table: Table) -> str:
    unused = unknown_of(table.header, table.columns)
    parted = f"parted by {DELIMITERS.get(table.delimiter, repr(table.delimiter))}"
    return f"{parted}; columns not used: {', '.join(unused)}" if unused else parted


def _slips(table: Table) -> Iterable[Fault]:
    for unknown in unknown_of(table.header, table.columns):
        if meant := meant_by(unknown, table.columns):
            yield Fault(table.line + 1, f"there is no column {unknown!r}: {meant} is meant?")


def _row(table: Table, record: Record) -> list[DirectoryRow | Fault]:
    """Return a row and what is wrong with it."""
    cells = Cells(table, record)
    faults: list[Fault] = []
    numbers = numbers_of(cells.first(Role.EXTENSION), cells.numbers(), record.line, faults, as_written=True)
    company_name = cleaned(cells.first(Role.COMPANY_NAME))
    company = cleaned(cells.first(Role.COMPANY))
    row = DirectoryRow(
        line=record.line,
        name=_name(cells),
        uname=cleaned(cells.first(Role.UNAME)),
        extension=numbers.extension,
        number=numbers.number,
        device=cells.first(Role.DEVICE),
        jid=chat_address(cells.first(Role.JID), record.line, faults),
        company=company,
        company_name=company_name or company,
        email=email_address(cells.first(Role.EMAIL), record.line, faults),
        tags=_tags(cells),
    )
    count, columns = len(record.cells), len(table.header)
    if any(map(str.strip, record.cells[columns:])):
        sentence = f"it has {count} cells, the header {columns}: a comma needs quotes around it"
        faults.append(Fault(record.line, sentence))
        # What is wrong in its place too is shifted, and so may be what looks right.
        if len(faults) > 1:
            return list(faults)
    if not row.shown:
        faults.append(Fault(record.line, "it has neither name nor extension nor jid"))
        return list(faults)
    return [row, *faults]


class Cells:
    """The cells of a row by what they say.

    Args:
        table: How the file is laid out.
        record: The row.
    """

    def __init__(self, table: Table, record: Record) -> None:
        self._columns = table.columns
        self._cells = record.cells

    def all(self, role: Role) -> list[tuple[Column, str]]:
        """Return what all columns of a role hold, but for those that are empty."""
        cells = self._cells
        found = [
            (column, cells[column.at].strip())
            for column in self._columns
            if column.role is role and column.at < len(cells)
        ]
        return [(column, text) for column, text in found if text]

    def first(self, role: Role) -> str:
        """Return what the first column of a role holds that holds anything."""
        return next((text for _, text in self.all(role)), "")

    def numbers(self) -> list[str]:
        """Return the telephone numbers, the first to be dialled first. A fax is none of them."""
        labels = {column.figure: text for column, text in self.all(Role.LABEL)}
        cells = [
            (labels.get(column.figure, "") if column.figure else "", text)
            for column, text in self.all(Role.NUMBER)
            if column.is_sure or any(map(str.isdigit, text))
        ]
        # Google marks the main one of several by a star.
        cells.sort(key=lambda cell: not cell[0].startswith("*"))
        return [part for label, text in cells if not is_fax(label) for part in _VALUES.split(text) if part]


def _name(cells: Cells) -> str:
    wholes = [(column.rank, person_name(text)) for column, text in cells.all(Role.NAME)]
    whole = next((text for rank, text in wholes if text and not rank), "")
    parts = [cleaned(cells.first(role)) for role in (Role.GIVEN, Role.MIDDLE, Role.FAMILY)]
    made = " ".join(filter(None, parts))
    # Where the column of the whole name is that of the family's, it is one of the parts.
    family = parts[2]
    if whole and family and made == family and family.casefold() not in whole.casefold():
        # Beside a column of the family's name alone, that of the name is the given one.
        return f"{whole} {family}"
    if whole and not (made and whole == family):
        return whole
    return made or next((text for _, text in wholes if text), "")


def _tags(cells: Cells) -> tuple[str, ...]:
    tags = (cleaned(tag) for _, text in cells.all(Role.TAGS) for tag in _TAGS.split(text))
    return tuple(dict.fromkeys(tag for tag in tags if tag and tag.lower() not in _NO_TAGS))
