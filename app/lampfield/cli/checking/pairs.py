"""Who is one contact in two sources, and who looks like one person and is two contacts: by name, and why."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from lampfield.cli.checking.finding import CheckResult, Verdict, works
from lampfield.hub.numbering import ContactNumbering
from lampfield.model.identity import ContactKey
from lampfield.model.text import plain

MAX_PAIRS = 8
"""How many pairs are named; the rest is counted."""

NAME_CHARS = 40


@dataclass
class Entries:
    """The entries that the check read from the servers and from the directory's file."""

    phones: dict[str, str] = field(default_factory=dict)
    """Names by extension."""
    roster: dict[str, str] = field(default_factory=dict)
    """Names by chat address."""
    rows: Sequence[Sequence[ContactKey]] = field(default_factory=list)
    """The keys of each row of the directory's file."""


def check_pairs(entries: Entries, domain: str) -> Iterator[CheckResult]:
    """Yield the pairs of extension and chat address that are one contact, and those that only look alike.

    Args:
        entries: What was read.
        domain: The domain of chat addresses that may be extensions; empty where the site file says no.
    """
    numbering = ContactNumbering(domain)
    numbering.set_same_contacts(entries.rows)
    phones = {numbering.person(ContactKey(number)): number for number in entries.phones}
    joined, alone = [], []
    for address in sorted(entries.roster):
        number = phones.get(numbering.person(ContactKey(address)))
        if number is not None:
            joined.append(f"{_pair(entries, number, address)} ({_reason(entries, address)})")
        else:
            alone.append(address)
    if joined:
        yield works("directory", f"one contact each: {_listed(joined)}")
    taken = {numbering.person(ContactKey(address)) for address in entries.roster}
    free = {number: entries.phones[number] for person, number in phones.items() if person not in taken}
    yield from _alike(entries, alone, free)


def _alike(entries: Entries, addresses: Iterable[str], phones: dict[str, str]) -> Iterator[CheckResult]:
    alike = [
        f"{_pair(entries, number, address)} (row: extension {number}, jid {plain(address, NAME_CHARS)})"
        for address in addresses
        for number, name in phones.items()
        if _is_alike(entries.roster[address] or address.partition("@")[0], name)
    ]
    if alike:
        yield CheckResult(
            Verdict.WARNING,
            "directory",
            f"two tiles each, but perhaps one person: {_listed(alike)}. "
            "A row of the directory's file with both makes them one",
        )


def _pair(entries: Entries, number: str, address: str) -> str:
    phone, chat = entries.phones[number], entries.roster[address]
    return f"{_entry(phone, number)} = {_entry(chat, address)}"


def _entry(name: str, key: str) -> str:
    shown = plain(key, NAME_CHARS)
    return f"{plain(name, NAME_CHARS)} {shown}" if name and name != key else shown


def _reason(entries: Entries, address: str) -> str:
    in_file = any(ContactKey(address) in row for row in entries.rows)
    return "a row of the file" if in_file else "the address is the extension"


def _is_alike(one: str, other: str) -> bool:
    """Return whether all words of one name are in the other: ``Bob`` and ``Bob Berg``, ``berg.bob`` too."""
    short, long = sorted((_words(one), _words(other)), key=len)
    return bool(short) and short <= long


def _words(name: str) -> frozenset[str]:
    spaced = "".join(char if char.isalpha() else " " for char in name.casefold())
    return frozenset(word for word in spaced.split() if len(word) > 1)


def _listed(pairs: Sequence[str]) -> str:
    more = f"; and {len(pairs) - MAX_PAIRS} more" if len(pairs) > MAX_PAIRS else ""
    return "; ".join(pairs[:MAX_PAIRS]) + more
