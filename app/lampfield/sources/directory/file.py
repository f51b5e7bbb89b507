"""Read the directory file from disk."""

from pathlib import Path

import msgspec

from lampfield.model.text import plain
from lampfield.sources.directory.csv_file import read_csv
from lampfield.sources.directory.encoding import Decoder
from lampfield.sources.directory.raw_lines import (
    MAX_TABLE_BYTES,
    READ_SECONDS,
    Deadline,
    Unreadable,
    raw_lines,
)
from lampfield.sources.directory.row import DirectoryBook, Fault
from lampfield.sources.directory.vcard_file import read_vcards

VCARD_SUFFIXES = frozenset({".vcf", ".vcard"})

MAX_PEOPLE = 50_000
"""Maximum number of people; the hub is designed for 20,000."""


class FileStamp(msgspec.Struct, frozen=True):
    """A fingerprint of the file for change detection; zeros if it does not exist."""

    modified: int = 0
    """Modification time in epoch nanoseconds."""
    size: int = 0
    inode: int = 0
    changed: int = 0
    """Time of the last change of name or permissions, in epoch nanoseconds."""


def read_book(path: Path, encoding: str = "", seconds: float = READ_SECONDS) -> DirectoryBook:
    """Read the people of a file: vCards by its suffix, CSV otherwise.

    Args:
        path: The file.
        encoding: Encoding of text that is not UTF-8; empty means Windows-1252 if plausible.
        seconds: Time limit.

    Raises:
        Unreadable: The file cannot be understood.
    """
    decoder = Decoder(encoding)
    deadline = Deadline(seconds)
    if path.suffix.lower() in VCARD_SUFFIXES:
        book = read_vcards(raw_lines(path, deadline, decoder), decoder)
    else:
        lines = raw_lines(path, deadline, decoder, max_bytes=MAX_TABLE_BYTES)
        book = read_csv(map(decoder.decode_line, lines), deadline)
    if decoder.implausible_text and not decoder.is_utf8 and path.suffix.lower() not in VCARD_SUFFIXES:
        raise Unreadable(_encoding_fault(decoder))
    faults = (*([Fault(1, _encoding_fault(decoder))] if decoder.implausible_text else []), *book.faults)
    description = "; ".join(filter(None, (decoder.description, book.description)))
    return _bounded(msgspec.structs.replace(book, faults=faults, description=description))


def _encoding_fault(decoder: Decoder) -> str:
    excerpt = plain(decoder.implausible_text, 60)
    return (
        f"it is not UTF-8, and {excerpt!r} is not plausible as Windows-1252: save it in UTF-8,"
        ' or set its encoding under [directory], such as encoding = "windows-1251"'
    )


def _bounded(book: DirectoryBook) -> DirectoryBook:
    if len(book.rows) <= MAX_PEOPLE:
        return book
    first = book.rows[MAX_PEOPLE]
    fault = Fault(first.line, f"only the first {MAX_PEOPLE} people are read: all from here on are ignored")
    return msgspec.structs.replace(book, rows=book.rows[:MAX_PEOPLE], faults=(*book.faults, fault))


def stamp_of(path: Path) -> FileStamp:
    """Return the fingerprint of a file."""
    try:
        status = path.stat()
    except OSError:
        return FileStamp()
    return FileStamp(status.st_mtime_ns, status.st_size, status.st_ino, status.st_ctime_ns)
