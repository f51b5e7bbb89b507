"""One person of the directory's file. Pure."""

import msgspec

from lampfield.model.identity import ContactKey


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """What the file says of a person. What it does not say is empty."""

    line: int
    """Where it stands in the file, from 1."""
    name: str = ""
    uname: str = ""
    extension: str = ""
    number: str = ""
    """A number to dial where there is no extension."""
    device: str = ""
    """A phone that no hint of the dial plan names."""
    jid: str = ""
    company: str = ""
    company_name: str = ""
    email: str = ""
    tags: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[ContactKey, ...]:
        """The keys that mean this person, the one that stands for it first: extension, address, name."""
        known = tuple(ContactKey(key) for key in (self.extension, self.jid) if key)
        return known or (ContactKey(f"directory:{self.uname or self.name}"),)


class Fault(msgspec.Struct, frozen=True):
    """A row that cannot be taken."""

    line: int
    sentence: str


class Book(msgspec.Struct, frozen=True):
    """A file that was read: what is right, and what is not."""

    rows: tuple[Row, ...] = ()
    faults: tuple[Fault, ...] = ()


def book_of(found: list[Row | Fault]) -> Book:
    """Return a book. A row that repeats an extension, an address or a name is a fault: one row a person."""
    rows: list[Row] = []
    faults = [it for it in found if isinstance(it, Fault)]
    lines: dict[ContactKey, int] = {}
    for row in (it for it in found if isinstance(it, Row)):
        repeated = next((key for key in row.keys if key in lines), None)
        if repeated is None:
            rows.append(row)
            lines |= dict.fromkeys(row.keys, row.line)
        else:
            shown = repeated.removeprefix("directory:")
            faults.append(Fault(row.line, f"{shown} stands in line {lines[repeated]} already"))
    return Book(tuple(rows), tuple(sorted(faults, key=lambda fault: fault.line)))
