"""The people and faults of a directory file. Pure."""

from collections import Counter

import msgspec

from lampfield.model.identity import ContactKey


class DirectoryRow(msgspec.Struct, frozen=True, kw_only=True):
    """A person of the file. Missing values are empty."""

    line: int
    """Line number in the file, from 1."""
    name: str = ""
    uname: str = ""
    extension: str = ""
    number: str = ""
    """The number to dial if there is no extension."""
    device: str = ""
    """A device that no dial plan hint names."""
    jid: str = ""
    company: str = ""
    company_name: str = ""
    email: str = ""
    tags: tuple[str, ...] = ()
    uid: str = ""
    """The unique identifier in the file (RFC 6350, 6.7.6), if any."""
    disambiguator: str = ""
    """Distinguishes people of the same name; empty if the name is unique."""

    @property
    def display_name(self) -> str:
        """The first known of name, company, login name, numbers and addresses."""
        texts = (self.name, self.company_name, self.uname, self.extension, self.number, self.jid, self.email)
        return next(filter(None, texts), "")

    @property
    def keys(self) -> tuple[ContactKey, ...]:
        """The keys of this person, the primary one first: extension, then address, else name."""
        known = tuple(ContactKey(key) for key in (self.extension, self.jid) if key)
        disambiguator = f" / {self.disambiguator}" if self.disambiguator else ""
        return known or (ContactKey(f"directory:{self.uname or self.display_name}{disambiguator}"),)


class Fault(msgspec.Struct, frozen=True):
    """A fault in a line."""

    line: int
    sentence: str


class DirectoryBook(msgspec.Struct, frozen=True):
    """The result of reading a file: people and faults."""

    rows: tuple[DirectoryRow, ...] = ()
    faults: tuple[Fault, ...] = ()
    description: str = ""
    """How the file was read, for the administrator: encoding and delimiter."""


def build_book(result: list[DirectoryRow | Fault], description: str = "") -> DirectoryBook:
    """Build a book in which each key belongs to one person, and report duplicates.

    If two people share an extension or address, both are listed and the first one keeps it. People of the
    same name are distinguished by number, company and e-mail address, so that a favourite never points to
    someone else.
    """
    faults = [it for it in result if isinstance(it, Fault)]
    rows = _without_duplicates([it for it in result if isinstance(it, DirectoryRow)], faults)
    rows = _disambiguated(_with_unique_keys(rows, faults))
    return DirectoryBook(tuple(rows), tuple(sorted(faults, key=lambda fault: fault.line)), description)


def _without_duplicates(rows: list[DirectoryRow], faults: list[Fault]) -> list[DirectoryRow]:
    first_lines: dict[DirectoryRow, int] = {}
    for row in rows:
        first = first_lines.setdefault(msgspec.structs.replace(row, line=0), row.line)
        if first != row.line:
            faults.append(Fault(row.line, f"{row.display_name} is the same as in line {first}"))
    return [msgspec.structs.replace(row, line=line) for row, line in first_lines.items()]


def _with_unique_keys(rows: list[DirectoryRow], faults: list[Fault]) -> list[DirectoryRow]:
    first_lines: dict[str, int] = {}
    result = []
    for row in rows:
        changes = {}
        if row.extension in first_lines:
            changes = {"extension": "", "number": row.number or row.extension}
            faults.append(
                Fault(
                    row.line, f"{row.extension} is already the extension of line {first_lines[row.extension]}"
                )
            )
        if row.jid in first_lines:
            changes |= {"jid": ""}
            faults.append(Fault(row.line, f"{row.jid} is already the address of line {first_lines[row.jid]}"))
        own = msgspec.structs.replace(row, **changes)
        first_lines |= dict.fromkeys(filter(None, (own.extension, own.jid)), row.line)
        result.append(own)
    return result


def _disambiguated(rows: list[DirectoryRow]) -> list[DirectoryRow]:
    key_counts = Counter(row.keys[0] for row in rows)
    result, seen = [], Counter[ContactKey]()
    for row in rows:
        if key_counts[row.keys[0]] == 1:
            result.append(row)
            continue
        texts = (row.uid,) if row.uid else (row.name, row.number, row.company_name, row.email)
        named = msgspec.structs.replace(row, disambiguator=" / ".join(filter(None, texts)))
        seen[named.keys[0]] += 1
        if (count := seen[named.keys[0]]) > 1:
            named = msgspec.structs.replace(named, disambiguator=f"{named.disambiguator} / {count}")
        result.append(named)
    return result
