"""People from a CSV file: a header row, UTF-8, tags parted by semicolons. Pure.

Columns, all of them optional but one of name, extension and jid: ``name, uname, extension, number, device,
jid, company, companyName, email, tags``.
"""

import csv
import io
import re

from lampfield.sources.directory.row import Book, Fault, Row, book_of

COLUMNS = {
    "name": "name",
    "uname": "uname",
    "extension": "extension",
    "number": "number",
    "device": "device",
    "jid": "jid",
    "company": "company",
    "companyname": "company_name",
    "email": "email",
    "tags": "tags",
}
"""The property of each column; capitals do not matter."""

KNOWN = "name, uname, extension, number, device, jid, company, companyName, email, tags"

_EXTENSION = re.compile(r"[0-9*#+]+")
_ADDRESS = re.compile(r"[^@\s/]+@[^@\s/]+")


def read_csv(text: str) -> Book:
    """Return the people of a text. A row that is wrong is named, and the others are taken."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    header = next(reader, [])
    columns = [COLUMNS.get(name.strip().lower()) for name in header]
    unknown = [name for name, column in zip(header, columns, strict=True) if column is None]
    found: list[Row | Fault] = []
    if unknown:
        found.append(Fault(1, f"there is no column {unknown[0]!r}: known are {KNOWN}"))
    try:
        found += [_row(reader.line_num, columns, cells) for cells in reader if any(map(str.strip, cells))]
    except csv.Error as error:
        found.append(Fault(reader.line_num, f"it is no CSV: {error}"))
    return book_of(found)


def _row(line: int, columns: list[str | None], cells: list[str]) -> Row | Fault:
    if len(cells) > len(columns):
        return Fault(
            line, f"it has {len(cells)} cells, the header {len(columns)}: a comma needs quotes around"
        )
    said = {column: cell.strip() for column, cell in zip(columns, cells, strict=False) if column}
    tags = tuple(tag.strip() for tag in said.pop("tags", "").split(";") if tag.strip())
    return checked(Row(line=line, tags=tags, **said))


def checked(row: Row) -> Row | Fault:
    """Return a row, or what is wrong with it."""
    if not (row.name or row.extension or row.jid):
        return Fault(row.line, "it has neither name nor extension nor jid")
    if row.extension and not _EXTENSION.fullmatch(row.extension):
        return Fault(row.line, f"{row.extension!r} is no extension: write digits; other numbers are number")
    if row.jid and not _ADDRESS.fullmatch(row.jid):
        return Fault(row.line, f"{row.jid!r} is no chat address: write name@domain")
    return row
