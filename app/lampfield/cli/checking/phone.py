"""Checks of the PBX and of the directory file, and whether the two match."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lampfield.cli.checking.finding import CheckResult, Verdict, finding_of, works, wrong
from lampfield.cli.checking.pairs import Entries
from lampfield.cli.compose import pbx_of
from lampfield.config.error import ConfigError
from lampfield.config.site import Site

if TYPE_CHECKING:
    from lampfield.sources.directory.row import DirectoryBook, Fault


NO_FILE = CheckResult(
    Verdict.WARNING,
    "directory",
    "there is no file: somebody whose chat address is not their extension has two tiles, one of the phone "
    "and one of the chat. A row with both extension and jid makes them one.",
)


async def check_phone(
    site: Site, environ: Mapping[str, str], entries: Entries | None = None
) -> AsyncIterator[CheckResult]:
    """Yield the results for the directory file, the PBX, the operators' devices, and unmatched extensions.

    Args:
        site: What is checked.
        environ: Holds secrets.
        entries: Gets the people of the PBX and the rows of the file.
    """
    entries = entries if entries is not None else Entries()
    findings, book = _directory(site)
    entries.rows = [row.keys for row in book.rows] if book is not None else []
    for finding in findings:
        yield finding
    phone = site.file.phone
    if phone is None:
        yield CheckResult(Verdict.WARNING, "phone", "there is no [phone]: lamps are unknown, nobody can dial")
        return
    from lampfield.sources.asterisk.places import Places
    from lampfield.sources.asterisk.probe import probe

    try:
        pbx = pbx_of(site, phone, environ)
    except ConfigError:
        # The check of the secrets has reported it.
        return
    devices = dict.fromkeys(device for account in site.file.account for device in account.devices)
    probed = await probe(pbx, devices, Places(lamps=phone.lamps, numbers=phone.numbers))
    for tried in probed.results:
        yield finding_of(tried, "phone")
    entries.phones = {person.number: person.name for person in probed.people if not person.is_place}
    if book is not None and probed.people:
        numbers = [person.number for person in probed.people if not person.is_place]
        for finding in _matches(book, numbers):
            yield finding


def _directory(site: Site) -> "tuple[list[CheckResult], DirectoryBook | None]":
    """Return the results for the directory file, and its contents; None if it cannot be used."""
    if not site.file.directory.file:
        return ([NO_FILE] if site.file.phone is not None and site.file.chat is not None else []), None
    from lampfield.sources.directory.file import read_book
    from lampfield.sources.directory.raw_lines import Unreadable

    path = site.file_path(site.file.directory.file)
    try:
        book = read_book(path, site.file.directory.encoding)
    except Unreadable as why:
        return [wrong("directory", f"{path}: {why}")], None
    faults = [_fault(path, fault) for fault in book.faults]
    if not book.rows:
        return [*faults, wrong("directory", f"{path} has no people; {book.description}")], None
    return [*faults, works("directory", f"{path} has {len(book.rows)} people; {book.description}")], book


def _fault(path: Path, fault: "Fault") -> CheckResult:
    """Return a warning about one line; the other lines are used all the same."""
    return CheckResult(Verdict.WARNING, "directory", f"{path}:{fault.line}: {fault.sentence}")


def _matches(book: "DirectoryBook", numbers: Sequence[str]) -> Iterator[CheckResult]:
    rows = {row.extension for row in book.rows if row.extension}
    devices = {row.extension for row in book.rows if row.device}
    missing = [number for number in sorted(rows) if number not in numbers and number not in devices]
    if missing:
        yield _named("in the directory's file, but without hint or endpoint at the PBX", missing)
    unnamed = [number for number in sorted(numbers) if number not in rows]
    if unnamed:
        yield _named("at the PBX, but not in the directory's file", unnamed)
    if not (missing or unnamed):
        yield works("directory", "every extension of the file is at the PBX, and the other way round")


def _named(words: str, numbers: Sequence[str]) -> CheckResult:
    from lampfield.sources.asterisk.probe import named

    return CheckResult(Verdict.WARNING, "directory", f"{words}: {named(numbers)}")
