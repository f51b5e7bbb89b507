"""The directory's file on the disk."""

from pathlib import Path

from lampfield.sources.directory.csv_file import read_csv
from lampfield.sources.directory.row import Book, Fault

VCARDS = frozenset({".vcf", ".vcard"})


def read_book(path: Path) -> Book:
    """Return the people of a file: vCards by the name's end, CSV otherwise.

    Raises:
        OSError: It cannot be read.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Book(faults=(Fault(1, f"the file is not UTF-8: {error.reason} at byte {error.start}"),))
    if path.suffix.lower() in VCARDS:
        from lampfield.sources.directory.vcard_file import read_vcards

        return read_vcards(text)
    return read_csv(text)


def stamp_of(path: Path) -> tuple[int, int]:
    """Return what changes when a file does; zeros while there is none."""
    try:
        stat = path.stat()
    except OSError:
        return 0, 0
    return stat.st_mtime_ns, stat.st_size
