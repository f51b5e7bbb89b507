"""One person of the directory's file. Pure."""

from collections import Counter

import msgspec

from lampfield.model.identity import ContactKey


class DirectoryRow(msgspec.Struct, frozen=True, kw_only=True):
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
    uid: str = ""
    """The file's own name of this person (RFC 6350, 6.7.6), where it has one."""
    apart: str = ""
    """What tells this person from others of the same name; empty: the name does."""

    @property
    def shown(self) -> str:
        """What the person is called: the first that is known of name, company, login, number and address."""
        texts = (self.name, self.company_name, self.uname, self.extension, self.number, self.jid, self.email)
        return next(filter(None, texts), "")

    @property
    def keys(self) -> tuple[ContactKey, ...]:
        """The keys that mean this person, the one that stands for it first: extension, address, name."""
        known = tuple(ContactKey(key) for key in (self.extension, self.jid) if key)
        apart = f" / {self.apart}" if self.apart else ""
        return known or (ContactKey(f"directory:{self.uname or self.shown}{apart}"),)


class Fault(msgspec.Struct, frozen=True):
    """What is wrong in a line."""

    line: int
    sentence: str


class DirectoryBook(msgspec.Struct, frozen=True):
    """A file that was read: what is right, and what is not."""

    rows: tuple[DirectoryRow, ...] = ()
    faults: tuple[Fault, ...] = ()
    about: str = ""
    """How the file was read, in words: its encoding, and what parts its cells."""


def book_of(found: list[DirectoryRow | Fault], about: str = "") -> DirectoryBook:
    """Return a book in which no key means two people. What stands in it twice is named.

    Two people who share an extension or an address are both there: the first one has its lamp. Two of one
    name are told apart by number, company and address, so that no favourite ever means the other one.
    """
    faults = [it for it in found if isinstance(it, Fault)]
    rows = _without_repeats([it for it in found if isinstance(it, DirectoryRow)], faults)
    rows = _told_apart(_with_own_keys(rows, faults))
    return DirectoryBook(tuple(rows), tuple(sorted(faults, key=lambda fault: fault.line)), about)


def _without_repeats(rows: list[DirectoryRow], faults: list[Fault]) -> list[DirectoryRow]:
    lines: dict[DirectoryRow, int] = {}
    for row in rows:
        first = lines.setdefault(msgspec.structs.replace(row, line=0), row.line)
        if first != row.line:
            faults.append(Fault(row.line, f"{row.shown} stands in line {first} already, all the same"))
    return [msgspec.structs.replace(row, line=line) for row, line in lines.items()]


def _with_own_keys(rows: list[DirectoryRow], faults: list[Fault]) -> list[DirectoryRow]:
    lines: dict[str, int] = {}
    found = []
    for row in rows:
        changes = {}
        if row.extension in lines:
            changes = {"extension": "", "number": row.number or row.extension}
            faults.append(
                Fault(row.line, f"{row.extension} is the extension of line {lines[row.extension]} already")
            )
        if row.jid in lines:
            changes |= {"jid": ""}
            faults.append(Fault(row.line, f"{row.jid} is the address of line {lines[row.jid]} already"))
        own = msgspec.structs.replace(row, **changes)
        lines |= dict.fromkeys(filter(None, (own.extension, own.jid)), row.line)
        found.append(own)
    return found


def _told_apart(rows: list[DirectoryRow]) -> list[DirectoryRow]:
    often = Counter(row.keys[0] for row in rows)
    found, seen = [], Counter[ContactKey]()
    for row in rows:
        if often[row.keys[0]] == 1:
            found.append(row)
            continue
        texts = (row.uid,) if row.uid else (row.name, row.number, row.company_name, row.email)
        apart = msgspec.structs.replace(row, apart=" / ".join(filter(None, texts)))
        seen[apart.keys[0]] += 1
        if (count := seen[apart.keys[0]]) > 1:
            apart = msgspec.structs.replace(apart, apart=f"{apart.apart} / {count}")
        found.append(apart)
    return found
