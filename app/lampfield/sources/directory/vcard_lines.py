"""The properties of vCards (versions 2.1, RFC 2426, RFC 6350), line by line. Pure.

Every step takes time in proportion to the text, and keeps no more of it than one property: pictures, sounds
and keys are passed over while they are read.
"""

import binascii
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

MAX_HEAD_CHARS = 1_000
"""The longest name of a property with its parameters."""

MAX_VALUE_CHARS = 8_000
"""The longest value of a property; what is longer is cut."""

DROPPED = frozenset({"PHOTO", "LOGO", "SOUND", "KEY"})
"""What is large and not used."""

_NAME = re.compile(r"(?:([A-Za-z0-9-]+)\.)?([A-Za-z0-9-]+)")
_HEAD = re.compile(r'(?:[^":]|"[^"]*")*:')
_PARAMETERS = re.compile(r'(?:[^";]|"[^"]*")+')
_ENCODINGS = frozenset({"QUOTED-PRINTABLE", "BASE64", "B", "Q", "7BIT", "8BIT"})


class VCardProperty(NamedTuple):
    """A property as it stands in the file, its folded lines joined."""

    number: int
    """Where it begins, from 1."""
    text: str


class Property(NamedTuple):
    """A property of a card."""

    name: str
    """In capitals, without its group."""
    group: str
    types: frozenset[str]
    """What kind it is, in capitals."""
    parameters: dict[str, str]
    """By their names in capitals."""
    value: str
    """As it stands in the file."""

    def data(self) -> str:
        """Return the value as raw bytes, one a character: quoted-printable and base64 are undone."""
        encoding = self.parameters.get("ENCODING", "").upper()
        try:
            if encoding in ("QUOTED-PRINTABLE", "Q"):
                return binascii.a2b_qp(self.value.encode("iso8859-1")).decode("iso8859-1")
            if encoding in ("BASE64", "B"):
                return binascii.a2b_base64(self.value.encode("iso8859-1")).decode("iso8859-1")
        except binascii.Error:
            return ""
        return self.value


class HeadTooLong(ValueError):
    """The name and parameters of a property have no sane length."""


class _Unfolding:
    """The property that is being read, fold by fold."""

    def __init__(self, number: int, line: str, *, is_old: bool) -> None:
        self.number = number
        self.is_dropped = _name_of(line) in DROPPED
        self.is_old = is_old
        self._is_quoted = "QUOTED-PRINTABLE" in line[:MAX_HEAD_CHARS].upper()
        self._parts = [line]
        self._room = MAX_HEAD_CHARS + MAX_VALUE_CHARS

    @property
    def line(self) -> VCardProperty:
        """The whole property."""
        return VCardProperty(self.number, "".join(self._parts))

    def takes(self, line: str) -> bool:
        """Take the next line, if it goes on with this property. Returns whether it does."""
        if self._is_quoted and self._parts[-1].endswith("=") and not _is_frame(line):
            # A soft line break of quoted-printable (RFC 2045, 6.7).
            self._parts[-1] = self._parts[-1][:-1]
            self._add(line)
        elif line.startswith((" ", "\t")):
            # In version 2.1 the blank belongs to the text (section 2.1.3), later it belongs to the fold.
            self._add(line if self.is_old else line[1:])
        else:
            return False
        return True

    def _add(self, folded: str) -> None:
        self._room -= len(folded)
        if not self.is_dropped and self._room > 0:
            self._parts.append(folded)


def unfolded(lines: Iterable[str]) -> Iterator[VCardProperty]:
    """Yield the properties of some raw lines; those that are `DROPPED` are left out."""
    reading: _Unfolding | None = None
    is_old = False
    for number, line in enumerate(lines, 1):
        if reading is not None and reading.takes(line):
            continue
        if reading is not None and not reading.is_dropped:
            yield reading.line
        start = line[:12].upper()
        is_old = start.startswith("VERSION:2") or (is_old and not start.startswith("BEGIN:"))
        reading = _Unfolding(number, line, is_old=is_old)
    if reading is not None and not reading.is_dropped:
        yield reading.line


def _is_frame(line: str) -> bool:
    return line.upper().startswith(("END:VCARD", "BEGIN:VCARD"))


def _name_of(line: str) -> str:
    name = _NAME.match(line[:MAX_HEAD_CHARS])
    return name[2].upper() if name is not None else ""


def property_of(text: str) -> Property | None:
    """Return the property of a line; None where there is none.

    Raises:
        HeadTooLong: Its parameters have no end.
    """
    name = _NAME.match(text)
    if name is None or text[name.end() : name.end() + 1] not in (":", ";"):
        return None
    head = _HEAD.match(text, name.end(), name.end() + MAX_HEAD_CHARS)
    colon = head.end() - 1 if head is not None else text.find(":", name.end(), name.end() + MAX_HEAD_CHARS)
    if colon < 0:
        if len(text) > MAX_HEAD_CHARS:
            raise HeadTooLong(name[2])
        return None
    types, parameters = _parameters(text[name.end() + 1 : colon])
    value = text[colon + 1 : colon + 1 + MAX_VALUE_CHARS]
    return Property(name[2].upper(), (name[1] or "").lower(), types, parameters, value)


def _parameters(text: str) -> tuple[frozenset[str], dict[str, str]]:
    """Return the types and the other parameters: ``TYPE=WORK,VOICE``, and ``WORK;VOICE`` of version 2.1."""
    types: set[str] = set()
    parameters: dict[str, str] = {}
    for part in _PARAMETERS.findall(text):
        key, equals, value = part.partition("=")
        name = key.strip().upper()
        if not equals:
            parameters.update({"ENCODING": name} if name in _ENCODINGS else {})
            types.update(set() if name in _ENCODINGS else {name})
        elif name == "TYPE":
            types.update(it.strip() for it in value.replace('"', "").upper().split(","))
        else:
            parameters.setdefault(name, value.strip().strip('"'))
    return frozenset(types), parameters
