"""The directory's file on the disk."""

from pathlib import Path

import msgspec

from lampfield.model.text import plain
from lampfield.sources.directory.csv_file import read_csv
from lampfield.sources.directory.encoding import Decoder
from lampfield.sources.directory.row import DirectoryBook, Fault
from lampfield.sources.directory.text import MAX_TABLE_BYTES, READ_SECONDS, Deadline, Unreadable, raw_lines
from lampfield.sources.directory.vcard_file import read_vcards

VCARDS = frozenset({".vcf", ".vcard"})

MAX_PEOPLE = 50_000
"""More are not taken: the hub has 20,000 in mind."""


class Stamp(msgspec.Struct, frozen=True):
    """What changes when a file does; zeros while there is none."""

    modified: int = 0
    """Nanoseconds of the epoch."""
    size: int = 0
    inode: int = 0
    changed: int = 0
    """Nanoseconds of the epoch, when its rights or its name changed last."""


def read_book(path: Path, encoding: str = "", seconds: float = READ_SECONDS) -> DirectoryBook:
    """Return the people of a file: vCards by the name's end, CSV otherwise.

    Args:
        path: The file.
        encoding: Of what is not UTF-8; empty: Windows-1252 where that makes words.
        seconds: How long it may take.

    Raises:
        Unreadable: It cannot be understood.
    """
    decoder = Decoder(encoding)
    deadline = Deadline(seconds)
    if path.suffix.lower() in VCARDS:
        book = read_vcards(raw_lines(path, deadline, decoder), decoder)
    else:
        lines = raw_lines(path, deadline, decoder, at_most=MAX_TABLE_BYTES)
        book = read_csv(map(decoder.text, lines), deadline)
    if decoder.strange and not decoder.is_utf8 and path.suffix.lower() not in VCARDS:
        raise Unreadable(_no_words(decoder))
    faults = (*([Fault(1, _no_words(decoder))] if decoder.strange else []), *book.faults)
    about = "; ".join(filter(None, (decoder.taken, book.about)))
    return _bounded(msgspec.structs.replace(book, faults=faults, about=about))


def _no_words(decoder: Decoder) -> str:
    shown = plain(decoder.strange, 60)
    return (
        f"it is not UTF-8, and Windows-1252 makes no words of {shown!r}: save it in UTF-8,"
        ' or write its encoding into [directory], such as encoding = "windows-1251"'
    )


def _bounded(book: DirectoryBook) -> DirectoryBook:
    if len(book.rows) <= MAX_PEOPLE:
        return book
    first = book.rows[MAX_PEOPLE]
    fault = Fault(first.line, f"only the first {MAX_PEOPLE} people are taken: this one and all after are not")
    return msgspec.structs.replace(book, rows=book.rows[:MAX_PEOPLE], faults=(*book.faults, fault))


def stamp_of(path: Path) -> Stamp:
    """Return what changes when a file does."""
    try:
        status = path.stat()
    except OSError:
        return Stamp()
    return Stamp(status.st_mtime_ns, status.st_size, status.st_ino, status.st_ctime_ns)
